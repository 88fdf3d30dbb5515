"""The dossier code: made from a template, read leniently."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Conflict

_CODE = re.compile(r"([0-9A-Z.]{3,35})-(\d{6}|\d{8})-(\d{4,10})")
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class CodeTemplate:
    """`template` may use {agency_code}, {yymmdd}, {yyyymmdd} and {seq}; `width` is how many digits the number has.

    `grows`: past the last number of `width` digits the number gets longer and the operator is told; otherwise refused.
    """

    template: str
    width: int
    grows: bool


def make_code(template: CodeTemplate, *, agency_code: str, day: date, number: int) -> str:
    """Return the code of the `number`-th dossier an agency receives that day.

    Raises Conflict HS31 when the numbers of the day are used up and the template may not grow.
    Basis: 01/2018/TT-VPCP, Điều 19; 03/2025/TT-VPCP.
    """
    if is_past_width(template, number) and not template.grows:
        raise Conflict(
            "HS31",
            _("This office has given out every dossier number of today."),
            _("The operator must set a longer number in the province's settings; nothing of what you entered is lost."),
        )
    return template.template.format(
        agency_code=agency_code, yymmdd=f"{day:%y%m%d}", yyyymmdd=f"{day:%Y%m%d}", seq=f"{number:0{template.width}d}"
    )


def is_past_width(template: CodeTemplate, number: int) -> bool:
    return len(str(number)) > template.width


def read_code(text: str) -> str:
    """Return a typed code in the one form we store, "" when it is no dossier code."""
    clean = "".join(text.upper().translate(_DASHES).split())
    return clean if _CODE.fullmatch(clean) else ""
