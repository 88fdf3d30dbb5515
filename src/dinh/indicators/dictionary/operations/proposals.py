"""Four eyes: a draft is proposed by one person and published, or sent back with a reason, by another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary.events import (
    DefinitionProposed,
    DefinitionPublished,
    DefinitionSentBack,
    DefinitionTakenBack,
)
from dinh.indicators.dictionary.models import Edition, Version
from dinh.indicators.dictionary.operations.drafts import next_number
from dinh.indicators.dictionary.operations.locking import check_revision, check_state, locked, reason_of, told
from dinh.indicators.dictionary.policies.access import check_can_approve, check_can_edit, check_can_take_back
from dinh.indicators.dictionary.queries.versions import compiled, view_of
from dinh.indicators.dictionary.types import Fault, State, VersionView
from dinh.indicators.figures import api as figures
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid
from dinh.kernel.ids import new_id


class NotComputable(Invalid):
    """The compiler refuses the definition; `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(
            "DN10",
            _("This definition cannot be computed: %(said)s.") % {"said": fault.said},
            _("Mend it in the draft, then propose it again."),
            fields={fault.part: fault.said} if fault.part else None,
        )
        self.fault = fault


def propose(*, by: Actor, at: datetime, version_id: str, revision: int | None = None) -> VersionView:
    """Put a draft before a second person and return it.

    Raises NotAllowed DN01, NotComputable DN10, Conflict DN12 when it was changed after `revision`, DN14 when it is no
    draft, Invalid DN17 when it begins too early.
    """
    check_can_edit(by)
    with transaction.atomic():
        one = locked(version_id)
        check_state(one, State.DRAFT)
        check_revision(one, revision)
        one.number = next_number(one.code)
        _check(one, at)
        one.state, one.revision = State.PROPOSED, one.revision + 1
        one.proposed_by, one.proposed_name, one.proposed_at = by.person_id, by.display_name, at
        one.sent_back_by, one.sent_back_name, one.sent_back_at, one.sent_back_reason = "", "", None, ""
        one.save()
        event = DefinitionProposed(version_id=one.public_id, code=one.code, number=one.number, digest=one.digest)
        told(event, one, by=by, at=at)
    return view_of(one)


def _check(one: Version, at: datetime) -> None:
    """Refuse what the compiler refuses, and a next version that would change figures of days gone by."""
    found = compiled(view_of(one))
    if found.definition is None:
        raise NotComputable(found.fault or Fault("", ""))
    today = local(at).date()
    if one.number > 1 and found.definition.valid_from < today:
        words = _("A version that follows another begins today or later: what was counted by the old one stays so.")
        hint = _("Choose a later day, then propose it again.")
        raise Invalid("DN17", words, hint, fields={"valid_from": words})


def _back(one: Version) -> None:
    one.state, one.revision = State.DRAFT, one.revision + 1
    one.proposed_by, one.proposed_name, one.proposed_at = "", "", None


def take_back(*, by: Actor, at: datetime, version_id: str) -> VersionView:
    """Make one's own proposal a draft again. Raises NotAllowed DN01, DN04, Conflict DN14 when it is decided."""
    with transaction.atomic():
        one = locked(version_id)
        check_state(one, State.PROPOSED)
        check_can_take_back(by, one.proposed_by)
        _back(one)
        one.save()
        told(DefinitionTakenBack(version_id=one.public_id), one, by=by, at=at)
    return view_of(one)


def send_back(*, by: Actor, at: datetime, version_id: str, reason: str) -> VersionView:
    """Send a proposal back to be mended. Raises NotAllowed DN02, DN03, Invalid DN15 without a reason, Conflict DN14."""
    said = reason_of(reason)
    with transaction.atomic():
        one = locked(version_id)
        check_state(one, State.PROPOSED)
        check_can_approve(by, {*one.editors, one.proposed_by})
        _back(one)
        one.sent_back_by, one.sent_back_name, one.sent_back_at = by.person_id, by.display_name, at
        one.sent_back_reason = said
        one.save()
        told(DefinitionSentBack(version_id=one.public_id, reason=said), one, by=by, at=at)
    return view_of(one)


def publish(*, by: Actor, at: datetime, version_id: str, revision: int | None = None) -> VersionView:
    """Put a proposal in force: every surface computes by it from the next moment on; return it.

    Raises NotAllowed DN02, DN03 for whoever had a hand in it, NotComputable DN10 when what stands has changed since,
    Conflict DN12, DN14, Invalid DN17 when its first day has gone by.
    """
    with transaction.atomic():
        new_edition()
        one = locked(version_id)
        check_state(one, State.PROPOSED)
        check_can_approve(by, {*one.editors, one.proposed_by})
        check_revision(one, revision)
        _check(one, at)
        one.state = State.PUBLISHED
        one.approved_by, one.approved_name, one.approved_at = by.person_id, by.display_name, at
        _kept(one)
        event = DefinitionPublished(
            version_id=one.public_id,
            code=one.code,
            number=one.number,
            digest=one.digest,
            valid_from=view_of(one).row["valid_from"],
        )
        told(event, one, by=by, at=at)
    return view_of(one)


def _kept(one: Version) -> None:
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as clash:
        raise Conflict("DN14", _("This version has moved on meanwhile."), _("Look at it again.")) from clash


def new_edition() -> None:
    """Mark the published definitions as another edition; whoever publishes waits here for whoever does so already.

    This process looks anew once it is written, every other one within a second.
    """
    Edition.objects.get_or_create(id=1)
    row = Edition.objects.select_for_update().get(id=1)
    row.mark = new_id("ide")
    row.save()
    transaction.on_commit(figures.forget_published)
