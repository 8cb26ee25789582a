"""Who recorded or attested: user ids, and when two of them are one person's."""

import unicodedata


def is_same_actor(one: str | None, other: str | None) -> bool:
    """Whether two user ids are those of one person: ``EK1`` is ``ek1``. Nobody known is the same as nobody."""
    return one is not None and other is not None and actor_key(one) == actor_key(other)


def actor_key(actor: str) -> str:
    """What a user id is compared by."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", actor).casefold())
