"""What may be typed into a draft, how two tabs meet, and what is still missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.types import DeliveryWay, DraftValues, Gap, GapKind, PartSource
from dinh.dossiers.types.deciding import QuestionView
from dinh.kernel.errors import Conflict, Invalid, Words
from dinh.kernel.text import nfc

TEXT_COLUMNS = {"applicant_phone": 20, "applicant_email": 254, "applicant_address": 500, "case_name": 2000}
UNIT_COLUMNS = frozenset({"residence_unit_id", "receiving_unit_id", "competent_unit_id"})
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST = 10_000
_MOST = 100
_NATIONAL = 9
_PHONE = re.compile(r"(?:0|\+?84)\d{8,10}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


# Why a paper is not asked for: the electronic form holds its words.
SAID_IN_FORM = "Đã kê khai trên biểu mẫu điện tử"


@dataclass(frozen=True, slots=True)
class Asked:
    """One component as the check needs it: what was answered for it, and whether it belongs to the chosen case."""

    seq: int
    name: str
    is_required: bool
    is_in_case: bool
    source: PartSource
    why: str = ""


def digits_of(phone: str) -> str:
    """Return a telephone number as plain digits with the national 0, so that +84 912… and 0912 … are one."""
    digits = re.sub(r"\D", "", phone)
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > _NATIONAL else digits


def _column(name: str, value: str) -> str | int | None:
    if name in UNIT_COLUMNS:
        if value and not value.isascii():
            raise ValueError(value)
        return int(value) if value else None
    if name == "delivery_way":
        return DeliveryWay(value).value
    if len(value) > TEXT_COLUMNS[name]:
        raise ValueError(name)
    return digits_of(value) if name == "applicant_phone" else value


def read_values(values: Mapping[str, str]) -> DraftValues:
    """Return typed words as columns and answers; half-typed input is kept, only what cannot be kept is refused.

    Raises Invalid HS11 naming each field that is too long, unknown or of the wrong kind.
    """
    columns: dict[str, str | int | None] = {}
    content: dict[str, str] = {}
    faults: dict[str, Words] = {}
    for name, raw in values.items():
        value = nfc(raw).replace("\x00", "")
        is_column = name in TEXT_COLUMNS or name in UNIT_COLUMNS or name == "delivery_way"
        try:
            if is_column:
                columns[name] = _column(name, value.strip())
            elif not _KEY.fullmatch(name) or len(value) > _LONGEST:
                faults[name] = _("This answer is too long or does not belong to the form.")
            else:
                content[name] = value
        except ValueError:
            faults[name] = _("This value cannot be kept: please choose or type it again.")
    if faults:
        raise Invalid("HS11", _("Some answers could not be saved."), fields=faults)
    return DraftValues(columns, content)


def check_size(content: Mapping[str, str]) -> None:
    if len(content) > _MOST:
        raise Invalid("HS11", _("Some answers could not be saved."))


def check_no_clash(
    *, seen_version: int, now: Mapping[str, object], wanted: Mapping[str, object], written: Mapping[str, int]
) -> dict[str, object]:
    """Return the fields that change. A field another tab wrote after `seen_version` is not overwritten in silence.

    `written` tells which save wrote each field last. Raises Conflict HS12 with nothing lost: the page still has the
    words.
    """
    changed = {name: value for name, value in wanted.items() if now.get(name) != value}
    clashing = sorted(name for name in changed if written.get(name, 0) > seen_version)
    if clashing:
        raise Conflict(
            "HS12",
            _("This form was changed in another window, so what you typed here was not saved over it."),
            _("Open the form again to see the newer answers: ") + ", ".join(clashing),
        )
    return changed


def field_gaps(columns: Mapping[str, str], *, has_office: bool, cases: Sequence[str]) -> tuple[Gap, ...]:
    """Return what is missing of the applicant, the case and the office."""
    gaps: list[Gap] = []
    phone, email = columns["applicant_phone"], columns["applicant_email"]
    if not _PHONE.fullmatch(phone):
        words = _("Please enter a telephone number, so that the office can reach you.")
        gaps.append(Gap(GapKind.FIELD, "applicant_phone", None, "", str(words)))
    if email and not _EMAIL.fullmatch(email):
        gaps.append(Gap(GapKind.FIELD, "applicant_email", None, "", str(_("This e-mail address is not complete."))))
    if columns["delivery_way"] == DeliveryWay.POST and not columns["applicant_address"].strip():
        words = _("Please enter the address the result is posted to.")
        gaps.append(Gap(GapKind.FIELD, "applicant_address", None, "", str(words)))
    if cases and columns["case_name"] not in cases:
        gaps.append(Gap(GapKind.CASE, "case_name", None, "", str(_("Please choose which case is yours."))))
    if not has_office:
        words = _("Please choose the commune or ward whose office handles this.")
        gaps.append(Gap(GapKind.OFFICE, "competent_unit_id", None, "", str(words)))
    return tuple(gaps)


def question_gaps(questions: Sequence[QuestionView]) -> tuple[Gap, ...]:
    """Return the questions of decision tables that have no answer, or one that no longer fits."""
    return tuple(
        Gap(GapKind.FIELD, one.key, None, one.label, one.fault or str(_("Please answer this question.")))
        for one in questions
        if not one.answer or one.fault
    )


def paper_gaps(asked: Sequence[Asked]) -> tuple[Gap, ...]:
    """Return the papers without an answer; one only asked in some situations is told but does not stop anybody."""
    return tuple(
        Gap(
            GapKind.PAPER,
            f"part_{one.seq}",
            one.seq,
            one.name,
            str(_("Add this paper, or say that it does not apply to you.")),
            is_blocking=one.is_required,
        )
        for one in asked
        if one.is_in_case and one.source is PartSource.MISSING
    )
