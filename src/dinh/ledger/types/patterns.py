"""Canonical forms as regular expressions over bytes: what matches is valid, what does not is read the slow way.

They accept a subset of what the readers accept (no 29 February, no number of 16 digits), never more: a test compares.
"""

import re

_PLAIN = rb'[^"\\\x00-\x1f]*+'
# RFC 8785: the two-sign escapes where they exist, \u00xx for the other control signs, everything else as it is.
_ESCAPED = rb'\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))'
TEXT = b'"' + _PLAIN + b"(?:" + _ESCAPED + _PLAIN + b')*+"'
INTEGER = rb"(?:0|-?[1-9][0-9]{0,14})"
TRUTH = rb"(?:true|false)"
_DAY = (
    rb"[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    rb"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DAY = b'"' + _DAY + b'"'
MOMENT_INSIDE = _DAY + rb"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}\+07:00"
MOMENT = b'"' + MOMENT_INSIDE + b'"'
_WORD = rb'"[A-Za-z0-9_.:/-]{1,120}"'
WORDS = rb"\{(?:" + _WORD + b":" + TEXT + b"(?:," + _WORD + b":" + TEXT + rb")*+)?\}"


def optional(inner: bytes) -> bytes:
    return b"(?:" + inner + b"|null)"


def many(inner: bytes) -> bytes:
    return rb"\[(?:" + inner + b"(?:," + inner + rb")*+)?\]"


def choice(written: list[bytes]) -> bytes:
    return b"(?:" + b"|".join(re.escape(one) for one in written) + b")"


def record(parts: list[tuple[str, bytes]]) -> bytes:
    """Return the pattern of an object with exactly these keys, which stand in order."""
    return rb"\{" + b",".join(b'"' + key.encode() + b'":' + inner for key, inner in parts) + rb"\}"
