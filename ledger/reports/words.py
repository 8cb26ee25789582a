"""What stands around the figures of a table, in both languages."""

from ledger.reports.numbers import Language

_QUESTIONS = {
    "budget": ("Budget", "Budget"),
    "report": ("Outcome report", "Månadsuppföljning"),
    "result": ("Result statement", "Resultaträkning"),
    "outcome": ("Outcome", "Utfall"),
    "forecast": ("Forecast", "Prognos"),
    "staffing": ("Staffing", "Bemanning"),
    "freezes": ("Hiring freezes", "Anställningsstopp"),
    "exemptions": ("Exemptions from hiring freezes", "Dispenser från anställningsstopp"),
    "savings": ("Savings", "Besparingar"),
    "indicators": ("Indicators", "Indikatorer"),
    "assignments": ("Assignments", "Uppdrag"),
    "units": ("Units", "Enheter"),
    "pending": ("Waiting for attestation", "Väntar på attest"),
    "restated": ("As reported at closing, and now", "Som rapporterat vid stängning, och nu"),
    "effect": ("Effect", "Effekt"),
    "journal": ("Journal", "Journal"),
    "explain": ("Facts behind the figure", "Fakta bakom siffran"),
    "compare": ("Two moments compared", "Jämförelse mellan två tidpunkter"),
}

_OPTIONS = {
    "year": ("year", "år"),
    "month": ("month", "månad"),
    "unit": ("unit", "enhet"),
    "line": ("line", "konto"),
    "by": ("by", "per"),
    "since": ("since", "sedan"),
    "statement": ("statement", "räkning"),
    "tree": ("tree", "organisation"),
    "plan": ("plan", "plan"),
    "version": ("version", "version"),
}

_SENTENCES = {
    "moment": (
        "As of {as_of}, known at {known_at} (Swedish time), position {position}",
        "Per {as_of}, känt {known_at} (svensk tid), position {position}",
    ),
    "amounts": ("Amounts in {unit}", "Belopp i {unit}"),
    "code": ("Code", "Kod"),
    "total": ("Total", "Summa"),
    "yes": ("yes", "ja"),
    "no": ("no", "nej"),
    "rounding": (
        "* The printed parts do not add up to this figure: sums are exact, and each figure is rounded by itself.",
        "* De utskrivna delarna summerar inte till talet: summor är exakta, och varje tal avrundas för sig.",
    ),
    "own": (
        "† Includes amounts of the unit itself, or of units without a row here.",
        "† Innehåller belopp på enheten själv, eller på enheter utan egen rad här.",
    ),
    "left_out": (
        "Left out to fit the width, being empty or zero on every row: {headings}.",
        "Utelämnat för breddens skull, tomt eller noll på alla rader: {headings}.",
    ),
    "nothing": ("No rows.", "Inga rader."),
    "trend": ("Trend", "Trend"),
}


def said(sentence: str, lang: Language, **values: object) -> str:
    """A sentence of the table, with its values in place."""
    return _in(lang, _SENTENCES[sentence]).format(**values)


def question_words(question: str, lang: Language) -> str:
    return _in(lang, _QUESTIONS[question]) if question in _QUESTIONS else question.replace("-", " ").capitalize()


def option_words(option: str, lang: Language) -> str:
    return _in(lang, _OPTIONS[option]) if option in _OPTIONS else option.replace("_", " ").strip()


def _in(lang: Language, pair: tuple[str, str]) -> str:
    return pair[lang == "sv"]
