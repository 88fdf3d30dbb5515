"""What must be written down in words, and how often something may be done."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid
from dinh.kernel.text import nfc

_LONGEST = 4000


def check_reason(reason: str, field: str = "reason") -> str:
    """Return the reason as it is kept; an empty one is refused with Invalid HS20."""
    clean = nfc(reason).replace("\x00", "").strip()
    if not clean:
        sentence = _("Please write the reason: the citizen reads it.")
        raise Invalid("HS20", sentence, fields={field: sentence})
    if len(clean) > _LONGEST:
        sentence = _("Please write the reason in fewer than 4000 signs.")
        raise Invalid("HS20", sentence, fields={field: sentence})
    return clean


def check_supplement(*, already: int, most: int, extra_reason: str, items: int) -> str:
    """Return the reason of a further request ("" for one within the law).

    Papers are asked for once, completely. A further request is possible only with its own reason, and is counted
    against the agency. Basis: 45/2020/NĐ-CP, Điều 11 khoản 3; 766/QĐ-TTg.
    """
    if not items:
        sentence = _("Please name at least one paper to add or to mend.")
        raise Invalid("HS21", sentence, fields={"items": sentence})
    return "" if already < most else check_reason(extra_reason, "extra_reason")


def check_extension(
    *, at: datetime, due_at: datetime | None, new_due_at: datetime, already: int, most: int, days_before: int
) -> None:
    """Refuse an extension that is a second one, comes too late, or does not move the date on.

    Basis: 61/2018/NĐ-CP, Điều 19; 118/2025/NĐ-CP (one apology, at the latest one day before the time is up).
    """
    if due_at is None:
        raise Conflict("HS22", _("This dossier has no appointment that could be moved."))
    if already >= most:
        raise Conflict(
            "HS23",
            _("The appointment was moved once already; the law does not allow it again."),
            _("Please decide the dossier; it will be shown as late."),
        )
    if (local(due_at).date() - local(at).date()).days < days_before:
        raise Conflict(
            "HS24",
            _("It is too late to move the appointment: that must be done at least one day before it."),
            _("Please decide the dossier; it will be shown as late."),
        )
    if new_due_at <= due_at:
        sentence = _("The new appointment must be later than the one it replaces.")
        raise Invalid("HS25", sentence, fields={"new_due_at": sentence})
