"""Where translations stand, and how they are read."""

from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Literal

LOCALE = Path(__file__).with_name("locale")
DOMAIN = "liggare"
Language = Literal["en", "sv"]


def language(option: str | None, environ: Mapping[str, str]) -> Language:
    """The language asked for, else that of the surroundings: the first locale variable that is set decides."""
    locale = option or next((set_ for name in ("LC_ALL", "LC_NUMERIC", "LANG") if (set_ := environ.get(name))), "")
    return "sv" if locale.lower().startswith("sv") else "en"


def msg(sentence: str) -> str:
    """*sentence* itself, marked for the catalogue: it is translated where it is used."""
    return sentence


@lru_cache
def catalogue(lang: str) -> NullTranslations:
    """The translations into a language; English stands in the code."""
    if lang == "en":
        return NullTranslations()
    with (LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def translated_text(text: str, lang: str) -> str:
    """A text without values in another language, braces and all."""
    return catalogue(lang).gettext(text) if text else text
