"""VietQR (NAPAS 247): the text inside the picture, and the picture.

EMVCo merchant-presented TLV: two digits id, two digits length, value; CRC-16/CCITT-FALSE over all, "6304" included.
"""

import io
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.kernel.squares import square

__all__ = ["MAX_PURPOSE", "Read", "fold_purpose", "payload", "png", "read", "svg"]

MAX_PURPOSE = 25
_MAX_AMOUNT = 10**13 - 1
_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_NOT_PLAIN = re.compile(r"[^0-9A-Za-z .,:/_-]+")


@dataclass(frozen=True, slots=True)
class Read:
    """What a payload says; `amount` None when the payer fills it in."""

    bank_bin: str
    account: str
    amount: int | None
    purpose: str
    is_dynamic: bool


def _damaged() -> Invalid:
    return Invalid("PA04", _("This is not a VietQR code, or it was damaged."))


def crc(text: str) -> str:
    """Return CRC-16/CCITT-FALSE of ASCII text as four upper-case hex digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _bit in range(8):
            value = ((value << 1) ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def fold_purpose(text: str, longest: int = MAX_PURPOSE) -> str:
    """Return the words banks carry: ASCII without tones, single spaces, at most `longest` signs."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(_NOT_PLAIN.sub(" ", kept).split())[:longest].rstrip()


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def payload(
    bin: str,  # noqa: A002 — the contract's word, and the bank's
    account: str,
    amount: int | None = None,
    purpose: str = "",
    *,
    longest_purpose: int = MAX_PURPOSE,
) -> str:
    """Return the VietQR text for a transfer to an account; `amount` whole đồng, None leaves it to the payer.

    Raises Invalid PA01 (bank), PA02 (account) or PA03 (amount).
    """
    if not _BIN.fullmatch(bin):
        raise Invalid("PA01", _("The bank code (BIN) has exactly 6 digits."))
    if not _ACCOUNT.fullmatch(account):
        raise Invalid("PA02", _("The account number has 1 to 19 letters and digits, no spaces."))
    if amount is not None and not 1 <= amount <= _MAX_AMOUNT:
        raise Invalid("PA03", _("The amount is a whole number of đồng from 1 to 9,999,999,999,999."))
    bank = _field("00", bin) + _field("01", account)
    words = fold_purpose(purpose, longest_purpose)
    text = "".join(
        (
            _field("00", "01"),
            _field("01", "11" if amount is None else "12"),
            _field("38", _field("00", _NAPAS) + _field("01", bank) + _field("02", _TO_ACCOUNT)),
            _field("53", "704"),
            "" if amount is None else _field("54", str(amount)),
            _field("58", "VN"),
            _field("62", _field("08", words)) if words else "",
            "6304",
        )
    )
    return text + crc(text)


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = text
    while rest:
        head, rest = rest[:4], rest[4:]
        if not (len(head) == len("0004") and head.isascii() and head.isdigit()) or head[:2] in found:
            raise _damaged()
        length = int(head[2:])
        if length > len(rest):
            raise _damaged()
        found[head[:2]], rest = rest[:length], rest[length:]
    return found


def read(text: str) -> Read:
    """Return what a VietQR text to an account says; raises Invalid PA04 when it is damaged or of another kind."""
    if not text.isascii() or crc(text[:-4]) != text[-4:]:
        raise _damaged()
    outer = _fields(text)
    napas = _fields(outer.get("38", ""))
    bank = _fields(napas.get("01", ""))
    amount = outer.get("54")
    is_ours = outer.get("00") == "01" and outer.get("53") == "704" and napas.get("00") == _NAPAS
    if not is_ours or "00" not in bank or "01" not in bank or not (amount is None or amount.isdigit()):
        raise _damaged()
    return Read(
        bank_bin=bank["00"],
        account=bank["01"],
        amount=None if amount is None else int(amount),
        purpose=_fields(outer.get("62", "")).get("08", ""),
        is_dynamic=outer.get("01") == "12",
    )


def svg(text: str) -> str:
    """Return the picture as inline SVG without colours or sizes of its own, for the `qr` component."""
    out = io.BytesIO()
    square(text).save(out, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True, nl=False)
    return out.getvalue().decode("utf-8")


def png(text: str, *, scale: int = 8) -> bytes:
    """Return the picture as PNG, `scale` pixels a module, with the quiet zone banks ask for."""
    out = io.BytesIO()
    square(text).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()
