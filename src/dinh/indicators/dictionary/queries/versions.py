"""Versions of the province, to read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary.models import Version
from dinh.indicators.dictionary.queries.published import row_of
from dinh.indicators.dictionary.types import Compiled, Ending, Fault, Signed, State, VersionView
from dinh.indicators.figures import api as figures
from dinh.kernel.errors import NotFound


def _signed(person_id: str, name: str, at: datetime | None) -> Signed | None:
    return Signed(person_id, name, at) if at is not None else None


def view_of(one: Version) -> VersionView:
    """Return a row of the table for strangers."""
    ended = _signed(one.end_proposed_by, one.end_proposed_name, one.end_proposed_at)
    approved = _signed(one.end_approved_by, one.end_approved_name, one.end_approved_at)
    return VersionView(
        version_id=one.public_id,
        code=one.code,
        number=one.number,
        state=State(one.state),
        row=row_of(one),
        digest=one.digest,
        revision=one.revision,
        editors=tuple(one.editors),
        edited=Signed(one.edited_by, one.edited_name, one.edited_at),
        proposed=_signed(one.proposed_by, one.proposed_name, one.proposed_at),
        sent_back=_signed(one.sent_back_by, one.sent_back_name, one.sent_back_at),
        reason=one.sent_back_reason,
        approved=_signed(one.approved_by, one.approved_name, one.approved_at),
        ending=Ending(one.end_on, one.end_reason, ended, approved) if ended and one.end_on else None,
        ending_sent_back=one.end_sent_back_reason,
    )


def version(*, version_id: str) -> VersionView:
    """Return one version. Raises NotFound DN13."""
    found = Version.objects.filter(public_id=version_id).first()
    if found is None:
        raise NotFound("DN13", _("There is no such version of an indicator."), _("See the list of indicators."))
    return view_of(found)


def versions(*, code: str = "") -> tuple[VersionView, ...]:
    """Return the versions of the province, of one indicator or of all, newest first; one query."""
    found = Version.objects.filter(code=code) if code else Version.objects.all()
    return tuple(map(view_of, found.order_by("code", "-number", "-id")))


def compiled(view: VersionView) -> Compiled:
    """Return what the compiler of the figures says of a version, as of a definition file."""
    try:
        return Compiled(figures.tried(view.code, view.row), None)
    except figures.DefinitionFault as fault:
        return Compiled(None, Fault(fault.said, fault.part))
