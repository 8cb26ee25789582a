"""Every question of the registry has all that is made from it; what one lacks is named by one failing test."""

import datetime as dt
from decimal import Decimal

import pytest
from generating.catalogue import swedish
from generating.questions import every_column
from generating.terminal import ONE_OF_EACH, ROOT, Terminal

from ledger.domain.values.measured import Number
from ledger.queries.cell import Cell, Side
from ledger.queries.compare import compare
from ledger.queries.explain.figures import explain
from ledger.queries.options import NARROWING, SHARED, label
from ledger.queries.question import TOPICS
from ledger.queries.questions import explainable, question, questions
from ledger.queries.reader import LedgerReader

AS_OF = dt.date(2024, 12, 31)
every_question = pytest.mark.parametrize("asked", questions(), ids=lambda each: each.name)
every_explained = pytest.mark.parametrize("name", explainable())


@pytest.fixture(scope="module")
def translated():
    return {message.id for message in swedish() if message.string}


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """A ledger with facts of every type."""
    folder = tmp_path_factory.mktemp("region")
    with Terminal(folder) as terminal:
        assert terminal.run("liggare init").status == 0
        assert terminal.run(f"liggare import {ROOT / ONE_OF_EACH}").status == 0
        terminal.path = folder / "liggare.db"
        yield terminal


@pytest.fixture(scope="module")
def reader(region):
    with LedgerReader.open(region.path) as opened:
        yield opened


@pytest.fixture
def at(reader):
    return reader.at(AS_OF, reader.log.recorded_at(reader.log.last_position()))


@every_question
def test_it_is_called_as_its_module_and_has_a_topic(asked):
    assert asked is question(asked.name)
    assert asked.topic in TOPICS
    assert asked.sentence.endswith(".")


@every_question
def test_its_words_are_translated(asked, translated):
    """Its title, sentence, headings and options, for people who read Swedish."""
    words = [asked.title, asked.sentence, TOPICS[asked.topic]]
    words += [heading.english for _, heading in every_column(asked).values()]
    for option in asked.options:
        words += [label(option.name), option.help]

    assert [each for each in words if each not in translated] == []


@every_question
def test_each_of_its_columns_says_what_it_holds(asked):
    """The page of questions prints it, and programs are told."""
    assert [name for name, (_, heading) in every_column(asked).items() if not heading.meaning.endswith(".")] == []


@every_question
def test_its_rows_are_told_apart_by_keys(asked):
    assert asked.keys


@every_question
def test_options_of_the_same_name_are_the_same(asked):
    """Only the words about them may differ from those that other questions have."""
    shared = {each.name: each for each in (*SHARED, *NARROWING)}

    assert [each.name for each in asked.options if each.name in shared and each.kind != shared[each.name].kind] == []
    assert len({each.name for each in asked.options}) == len(asked.options)


@every_question
def test_its_example_runs_in_every_format(asked, region):
    """In both languages, and with the columns that are documented."""
    command = f"liggare {'show ' if asked.is_shown else ''}{asked.name} {asked.example}"
    for format_ in ("table --lang sv", "table --lang en", "json", "csv"):
        done = region.run(f"{command} --format {format_}")
        assert done.status == 0, done.text
    assert set(done.text.splitlines()[0].split(",")) <= {name for name, _ in every_column(asked).values()}


@every_question
def test_its_help_says_what_it_answers_and_shows_an_example(asked, region):
    done = region.run(f"liggare {'show ' if asked.is_shown else ''}{asked.name} --help")

    assert done.status == 0
    assert "Example" in done.text
    for option in asked.options:
        if option.name != "effective_to":
            assert f"--{option.name.replace('_', '-')}" in done.text


@every_explained
def test_what_is_explained_is_columns_of_it_and_narrowed_down_by_known_options(name):
    found = explainable()[name]

    assert set(found.columns) <= set(every_column(question(name)))
    assert found.usual in found.columns
    assert set(found.narrowed_by) <= {each.name for each in NARROWING}
    assert {each for each in question(name).keys if each != "version"} <= {*found.narrowed_by, "month"}


@every_explained
def test_the_parts_of_every_row_sum_to_its_figures(name, at):
    """Each figure of each row, explained by the keys of the row."""
    asked, found = question(name), explainable()[name]
    keys = [each for each in asked.keys if each in found.narrowed_by]
    rows = asked.ask(at).rows
    for row in rows:
        cell = Cell(**{key: getattr(row, key) for key in keys if getattr(row, key) is not None})
        for column in found.columns:
            figure = getattr(row, column)
            if figure is not None:
                exact = Number.of(figure) if isinstance(figure, Decimal) else figure
                assert explain(at, name, cell, column).total == exact, (column, cell)

    assert rows


@every_explained
def test_it_can_be_compared_at_two_moments(name, reader, at):
    """What differs between them is told, and nothing is left over."""
    before = Side(reader.at(dt.date(2024, 1, 1), at.moment.known_at), Cell(year=2024))
    rows = compare(before, Side(at, Cell(year=2024)), name, None).rows

    assert rows
    assert [row for row in rows if row.residual] == []


def test_the_usual_day_of_a_question_is_today_the_new_year_or_the_end_of_the_month():
    today = dt.date(2024, 8, 23)

    assert question("budget").usual_day({"year": None}, today) == today
    assert question("budget").usual_day({"year": 2025}, today) == dt.date(2025, 1, 1)
    assert question("budget").usual_day({"year": 2023}, today) == today
    assert question("report").usual_day({}, today) == dt.date(2024, 8, 31)
