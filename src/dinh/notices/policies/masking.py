"""Addresses as logs and offices may show them: enough to recognise one's own, not enough to use."""

__all__ = ["mask", "without_addresses"]

import re

_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_NUMBER = re.compile(r"\+?\d{6,}")
_SHOWN = 3


def mask(address: str) -> str:
    """Return "h***@example.vn" for a mail address and "***678" for a telephone number."""
    if "@" in address:
        name, _, domain = address.partition("@")
        return f"{name[:1]}***@{domain}"
    return f"***{address[-_SHOWN:]}" if address else ""


def without_addresses(text: str) -> str:
    """Return words of a provider with every address and long number masked: they are kept and logged."""
    masked = _MAIL.sub(lambda found: mask(found.group()), text)
    return _NUMBER.sub(lambda found: mask(found.group()), masked)[:300]
