"""Whatever is said in English is said in Swedish too, and what is compiled is what is written."""

import pytest
from babel.messages.pofile import read_po
from generating import catalogue

from ledger.reports.catalogue import catalogue as read_catalogue
from ledger.reports.words import heading_words

PAIRS = [(message.context, message.id, message.string) for message in catalogue.swedish() if message.id]


def test_nothing_lacks_a_translation_and_nothing_is_translated_in_vain():
    """Run make docs when this fails, and translate what it adds to the catalogue."""
    assert catalogue.complaints() == []


def test_the_compiled_catalogue_is_current():
    """Run make docs when this fails."""
    assert catalogue.is_compiled()


def test_the_catalogue_is_as_make_docs_writes_it():
    assert catalogue.is_updated()


def test_every_translation_is_found_by_the_program():
    """What stands in the catalogue is what readers get."""
    plain = {english: swedish for context, english, swedish in PAIRS if context is None and isinstance(english, str)}
    found = read_catalogue("sv")

    assert len(plain) > 100
    assert {english: found.gettext(english) for english in plain} == plain


def test_a_column_may_have_words_of_its_own():
    from ledger.queries.questions.money.budget import BudgetRow
    from ledger.queries.questions.staff.staffing import StaffingRow

    assert heading_words(BudgetRow, "transferred", "sv") == "Ombudgetering"
    assert heading_words(StaffingRow, "transferred", "sv") == "Flyttade"
    assert heading_words(StaffingRow, "transferred", "en") == "Transferred"


def clicks_own():
    return (one for one, _ in catalogue.of_click())


def test_sentences_are_found_where_markers_are_called_and_nowhere_else(tmp_path, monkeypatch):
    """A dict or a class that is called like a marker marks nothing, whatever Babel would make of it."""
    folder = tmp_path / "cli"
    folder.mkdir()
    (folder / "any.py").write_text(
        'translated = {"not marked": 1}\ntranslated["nor this"]\nclass msg("a base"): pass\nx: say["a type"]\n'
        'translated("one " "sentence", lang)\nspeech.counted("{n} fact", "{n} facts", n)\ntranslated(words)\n'
    )
    (folder / "built.py").write_text(
        'translated(f"built of {parts}")\nspeech.say("also " + built)\ntranslated("fine", f"{value}")\n'
    )
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    headings = {(None, heading.english) for _, heading in catalogue._headings()}
    for elsewhere in (catalogue._of_questions(), catalogue._of_facts(), catalogue.of_commands(), clicks_own()):
        headings |= {(None, english) for english in elsewhere}

    assert catalogue.found_in_code().keys() - headings == {
        (None, "one sentence"), (None, "{n} fact"), (None, "fine")
    }  # fmt: skip
    built = [told.partition(": ")[0] for told in catalogue.complaints() if "put together" in told]
    assert built == ["cli/built.py:1", "cli/built.py:2"]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('msgid "Code"\nmsgstr "Kod"', "lacks 'Code'"),
        ('msgid "Code"\nmsgstr ""', "does not translate 'Code'"),
        ('msgid "Cöde"\nmsgstr "Kod"', "has 'Cöde', which nobody says"),
        ('msgid "Amounts in {unit}"\nmsgstr "Belopp i {enhet}"', "has other values in 'Belopp i {enhet}'"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told(broken, complaint, tmp_path, monkeypatch):
    """The check itself finds what it is for."""
    key = broken.splitlines()[0].replace("ö", "o")
    entries = catalogue.SWEDISH.read_text(encoding="utf-8").split("\n\n")
    kept = [entry for entry in entries if f"{key}\n" not in f"{entry}\n"]
    spoilt = [] if "lacks" in complaint else [broken]
    monkeypatch.setattr(catalogue, "SWEDISH", tmp_path / "liggare.po")
    catalogue.SWEDISH.write_text("\n\n".join([*kept, *spoilt]) + "\n", encoding="utf-8")
    with catalogue.SWEDISH.open("rb") as file:
        assert read_po(file)

    assert any(complaint in told for told in catalogue.complaints())
