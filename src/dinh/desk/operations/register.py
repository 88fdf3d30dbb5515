"""The register on paper (form 07)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.dossiers import api as dossiers
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid

__all__ = ["issue_register"]

_MOST = 1000


def issue_register(*, by: Actor, at: datetime, since: date, until: date) -> documents.PaperView:
    """Issue the register of the actor's desk for some days, at most 1,000 dossiers; signed by the desk's agency.

    Raises NotAllowed, Invalid HS71 (days), DK30 (too many for one paper), Unavailable.
    Basis: 03/2025/TT-VPCP, Mẫu số 07; 01/2018/TT-VPCP, Mẫu số 06.
    """
    page = dossiers.register(by=by, since=since, until=until, size=_MOST)
    if page.next_after:
        sentence = _("These days hold more than 1,000 dossiers: please choose fewer days, or take the CSV.")
        raise Invalid("DK30", sentence, fields={"since": sentence})
    agency = directory.agency(agency_id=by.agency_id)
    words = {
        "agency": agency.name,
        "parent_agency": directory.agency(agency_id=agency.parent_id).name if agency.parent_id else "",
        "place": directory.unit(unit_id=agency.unit_id, on=local(at).date()).short_name,
        "period": f"Từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}",
        "officer": by.display_name,
        "rows": [_row(one) for one in page.rows],
    }
    return documents.issue_paper(
        by=Actor(kind=ActorKind.SYSTEM, agency_id=agency.agency_id, display_name=agency.name),
        at=at,
        template="register_07",
        data=words,
        subject_id=agency.agency_id,
        sign=documents.SignAs(documents.Certificate.AGENCY, agency.agency_id, agency.name, agency.name),
    )


def _row(one: dossiers.RegisterRow) -> dict[str, str]:
    return {
        "code": one.code,
        "procedure": one.procedure_name,
        "applicant": one.applicant_name,
        "agency": one.handling_name,
        "received": _day(one.received_at),
        "due": _day(one.due_at),
        "decided": _day(one.decided_at),
        "returned": _day(one.returned_at),
        "note": one.note,
    }


def _day(at: datetime | None) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""
