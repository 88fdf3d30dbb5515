"""Public identifiers: a prefix that tells the kind, then a ULID, so that they sort by time of making.

Source: the ULID specification (48 bits of milliseconds, 80 random bits, Crockford base 32).
"""

import re
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
_ID = re.compile(rf"^(?P<prefix>[a-z]{{2,5}})_[{_ALPHABET}]{{{_LENGTH}}}$")
# No vowels and no look-alikes: codes are read aloud over the telephone.
_SPOKEN = "23456789BCDFGHJKMNPQRSTVWXZ"


# Two digits at a time: a third of the time of one by one.
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_SHIFTS = tuple(range((_LENGTH - 2) * 5, -1, -10))


def _base32(number: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def new_id(prefix: str, *, millisecond: int | None = None, noise: int | None = None) -> str:
    """Return a new public id such as `dos_01k9…`.

    `millisecond` sets the moment for imported history, `noise` the 80 random bits for made history that must come out
    the same again.
    """
    moment = time.time_ns() // 1_000_000 if millisecond is None else millisecond
    return f"{prefix}_{_base32((moment << 80) | (secrets.randbits(80) if noise is None else noise))}"


def is_id(text: str, prefix: str) -> bool:
    """Tell whether `text` has the form of a public id of this prefix."""
    found = _ID.match(text)
    return found is not None and found["prefix"] == prefix


def unguessable(*, length: int = 12) -> str:
    """Return a random code to be read aloud and typed: about 4.75 bits a sign."""
    return "".join(secrets.choice(_SPOKEN) for _ in range(length))
