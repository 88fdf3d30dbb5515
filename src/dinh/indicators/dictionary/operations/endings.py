"""The end of a version in force: proposed by one person, approved or sent back by another."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary.events import DefinitionEnded, EndProposed, EndSentBack, EndTakenBack
from dinh.indicators.dictionary.models import Version
from dinh.indicators.dictionary.operations.locking import check_state, locked, reason_of, told
from dinh.indicators.dictionary.operations.proposals import NotComputable, new_edition
from dinh.indicators.dictionary.policies.access import check_can_approve, check_can_edit, check_can_take_back
from dinh.indicators.dictionary.queries.published import row_of
from dinh.indicators.dictionary.queries.versions import view_of
from dinh.indicators.dictionary.types import Fault, State, VersionView
from dinh.indicators.figures import api as figures
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid


def propose_end(*, by: Actor, at: datetime, version_id: str, last_day: date, reason: str) -> VersionView:
    """Propose that a published version holds up to and with `last_day`, and return it.

    Raises NotAllowed DN01, Invalid DN15 without a reason, DN18 for a day gone by, NotComputable DN10 when something
    else counts by it, Conflict DN14 when it is not published, DN19 when an end was proposed or approved already.
    """
    check_can_edit(by)
    said = reason_of(reason)
    with transaction.atomic():
        one = locked(version_id)
        check_state(one, State.PUBLISHED)
        if one.end_on is not None:
            raise Conflict("DN19", _("An end of this version was proposed already."), _("Look at it again."))
        one.end_on = last_day
        _check(one, at)
        one.end_reason, one.end_sent_back_reason = said, ""
        one.end_proposed_by, one.end_proposed_name, one.end_proposed_at = by.person_id, by.display_name, at
        one.save()
        told(EndProposed(version_id=one.public_id, last_day=last_day, reason=said), one, by=by, at=at)
    return view_of(one)


def _check(one: Version, at: datetime) -> None:
    day = one.end_on
    if day is None or day < local(at).date():
        words = _("A version ends today or later: what was counted by it stays so.")
        raise Invalid("DN18", words, _("Choose a later day."), fields={"last_day": words})
    try:
        figures.tried(one.code, {**row_of(one), "valid_to": day})
    except figures.DefinitionFault as fault:
        raise NotComputable(Fault(fault.said, "last_day")) from fault


def _pending(version_id: str) -> Version:
    """Return a version whose end waits for a second person. Raises NotFound DN13, Conflict DN14."""
    one = locked(version_id)
    if one.end_on is None or one.end_approved_at is not None:
        raise Conflict("DN14", _("This version has moved on meanwhile."), _("Look at it again."))
    return one


def _without_end(one: Version) -> None:
    one.end_on, one.end_reason = None, ""
    one.end_proposed_by, one.end_proposed_name, one.end_proposed_at = "", "", None


def take_end_back(*, by: Actor, at: datetime, version_id: str) -> VersionView:
    """Take one's own proposal of an end back. Raises NotAllowed DN01, DN04, Conflict DN14."""
    with transaction.atomic():
        one = _pending(version_id)
        check_can_take_back(by, one.end_proposed_by)
        _without_end(one)
        one.save()
        told(EndTakenBack(version_id=one.public_id), one, by=by, at=at)
    return view_of(one)


def send_end_back(*, by: Actor, at: datetime, version_id: str, reason: str) -> VersionView:
    """Refuse a proposed end. Raises NotAllowed DN02, DN03, Invalid DN15 without a reason, Conflict DN14."""
    said = reason_of(reason)
    with transaction.atomic():
        one = _pending(version_id)
        check_can_approve(by, {one.end_proposed_by})
        _without_end(one)
        one.end_sent_back_reason = said
        one.save()
        told(EndSentBack(version_id=one.public_id, reason=said), one, by=by, at=at)
    return view_of(one)


def approve_end(*, by: Actor, at: datetime, version_id: str) -> VersionView:
    """Put a proposed end in force and return the version. Raises NotAllowed DN02, DN03, Invalid DN18, Conflict DN14."""
    with transaction.atomic():
        new_edition()
        one = _pending(version_id)
        check_can_approve(by, {one.end_proposed_by})
        _check(one, at)
        one.end_approved_by, one.end_approved_name, one.end_approved_at = by.person_id, by.display_name, at
        one.save()
        day = row_of(one)["valid_to"]
        event = DefinitionEnded(version_id=one.public_id, code=one.code, number=one.number, last_day=day)
        told(event, one, by=by, at=at)
    return view_of(one)
