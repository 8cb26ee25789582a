"""The journal's own words, such as states and forms of employment, as people read them."""

from ledger.reports.catalogue import Language, msg, translated_text

TERMS = {
    "permanent": msg("permanent"),
    "fixed-term": msg("fixed-term"),
    "agency": msg("agency staff"),
    "all": msg("all forms"),
    "requested": msg("requested"),
    "granted": msg("granted"),
    "denied": msg("denied"),
    "withdrawn": msg("withdrawn"),
    "used": msg("used"),
    "lapsed": msg("lapsed"),
    "given": msg("given"),
    "on-track": msg("on track"),
    "partly": msg("partly"),
    "off-track": msg("off track"),
    "done": msg("done"),
    "done-with-deviation": msg("done with deviation"),
    "not-done": msg("not done"),
    "met": msg("fully met"),
    "not-met": msg("not met"),
    "unknown": msg("not known"),
    "tertial": msg("every tertial"),
    "month": msg("every month"),
    "year": msg("every year"),
    "fte": msg("FTE"),
    "annual-workers": msg("annual workers"),
    "headcount": msg("headcount"),
    "*": msg("all categories"),
    "operating": msg("operating"),
    "investment": msg("investment"),
    "financing": msg("financing"),
    "income": msg("income"),
    "cost": msg("cost"),
    "net": msg("net"),
    "higher": msg("higher"),
    "lower": msg("lower"),
    "ytd": msg("the year to date"),
    "r12": msg("rolling twelve months"),
    "decided": msg("decided"),
    "under-way": msg("under way"),
    "cancelled": msg("cancelled"),
    "value": msg("the value"),
    "change": msg("the change"),
    "outcome": msg("outcome"),
    "forecast": msg("forecast"),
    "workforce": msg("workforce"),
    "effect": msg("effect"),
    "indicator": msg("indicator"),
    "assignment": msg("assignment"),
}
"""By the word in the journal, the one that is printed; the catalogue translates it."""

COLUMNS = frozenset(
    {"side", "statement", "employment", "state", "status", "better", "over", "follow_up", "judged_by", "kind"}
)
"""The columns of answers that hold such words. English tables show them as the journal has them."""


def term(word: str, lang: Language) -> str:
    """A word of the journal's own in the reader's language; another word as it is."""
    return translated_text(TERMS[word], lang) if word in TERMS else word
