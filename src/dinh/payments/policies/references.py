"""The short code in the words of a transfer by which money finds its order."""

import re

from dinh.payments.policies.vietqr import fold_purpose

__all__ = ["PREFIX", "find_reference", "purpose_of"]

PREFIX = "DT"
# Signs of kernel.ids.unguessable; banks may add words before and behind, and glue them together.
_REFERENCE = re.compile(r"DT[2-9BCDFGHJKMNPQRSTVWXZ]{8}")


def purpose_of(reference: str, longest: int) -> str:
    """Return the words of the transfer: the reference first, so that a cut at the end never loses it."""
    return fold_purpose(f"{reference} phi le phi", longest)


def find_reference(text: str) -> str:
    """Return the first reference in the words of a transfer, "" when there is none."""
    found = _REFERENCE.search(text.upper())
    return found[0] if found else ""
