"""Granting and ending posts, mandates and consent."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dinh.directory.identity.events import (
    ConsentGiven,
    ConsentWithdrawn,
    MandateEnded,
    MandateGiven,
    PostEnded,
    PostGranted,
)
from dinh.directory.identity.models import Account, Consent, Mandate, Person, Post
from dinh.directory.identity.policies import CITIZEN_ACTIONS
from dinh.directory.identity.queries import agencies, people
from dinh.directory.identity.queries.rights import check_may
from dinh.directory.identity.types import Action, ConsentView, MandateKind, MandatePaper, MandateView, PostView
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger


def _notice_change(person: Person) -> None:
    """Make open sessions of this person read their rights again at the next request."""
    Account.objects.filter(person=person).update(rights_version=F("rights_version") + 1)


@transaction.atomic
def grant_post(
    *,
    by: Actor,
    at: datetime,
    person_id: str,
    agency_id: str,
    title: str,
    roles: Collection[str],
    valid_from: date,
    valid_to: date | None = None,
    procedures: Collection[str] = (),
    decision_number: str = "",
) -> PostView:
    """Give a person a position at an agency from a day, up to (not including) another when given.

    Raises NotAllowed unless `by` may grant posts in the agency's province, Invalid for dates that do not follow.
    """
    agency = agencies.row(agency_id)
    check_may(by=by, action=Action.POST_GRANT, agency_id=agency_id, on=local(at).date())
    if valid_to is not None and valid_to <= valid_from:
        raise Invalid("ID30", _("A post ends after it begins."), fields={"valid_to": _("Choose a later day.")})
    row = Post.objects.create(
        person=people.person_row(person_id),
        agency=agency,
        title=title,
        roles=sorted(roles),
        procedures=sorted(procedures),
        decision_number=decision_number,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _notice_change(row.person)
    ledger.record(
        event=PostGranted(
            post_id=row.public_id,
            person_id=person_id,
            agency_id=agency_id,
            roles=tuple(row.roles),
            procedures=tuple(row.procedures),
            valid_from=valid_from,
            valid_to=valid_to,
        ),
        by=by,
        at=at,
        subjects=[row.public_id, person_id],
    )
    return people.post_view(row)


@transaction.atomic
def end_post(*, by: Actor, at: datetime, post_id: str, valid_to: date) -> PostView:
    """End a post on a day: from then on it gives no right, nor do mandates given from it. Raises as `grant_post`."""
    row = (
        Post.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "agency")
        .get(pk=people.post_row(post_id).pk)
    )
    check_may(by=by, action=Action.POST_GRANT, agency_id=row.agency.public_id, on=local(at).date())
    if valid_to <= row.valid_from:
        raise Invalid("ID30", _("A post ends after it begins."), fields={"valid_to": _("Choose a later day.")})
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    _notice_change(row.person)
    ledger.record(
        event=PostEnded(post_id=post_id, valid_to=valid_to), by=by, at=at, subjects=[post_id, row.person.public_id]
    )
    return people.post_view(row)


def _check_written(paper: MandatePaper) -> None:
    if not paper.document_number.strip():
        sentence = _("A mandate is written: enter the number of the paper.")
        raise Invalid("ID31", sentence, fields={"document_number": sentence})
    if paper.valid_to <= paper.valid_from or paper.document_on > paper.valid_from:
        sentence = _("A mandate is dated before it begins and ends after it begins.")
        raise Invalid("ID32", sentence, fields={"valid_to": sentence})


def _written(
    kind: MandateKind,
    giver: Person,
    receiver_id: str,
    paper: MandatePaper,
    actions: Collection[Action],
    procedures: Collection[str],
) -> Mandate:
    """Return the unsaved mandate as its paper says."""
    return Mandate(
        kind=kind,
        giver=giver,
        receiver=people.person_row(receiver_id),
        actions=sorted(action.value for action in actions),
        procedures=sorted(procedures),
        document_number=paper.document_number.strip(),
        document_on=paper.document_on,
        valid_from=paper.valid_from,
        valid_to=paper.valid_to,
    )


def _record_given(row: Mandate, by: Actor, at: datetime, *, giver_id: str, receiver_id: str) -> None:
    ledger.record(
        event=MandateGiven(
            mandate_id=row.public_id,
            mandate_kind=row.kind,
            giver_person_id=giver_id,
            giver_post_id=row.giver_post.public_id if row.giver_post else "",
            receiver_person_id=receiver_id,
            agency_id=row.agency.public_id if row.agency else "",
            actions=tuple(row.actions),
            procedures=tuple(row.procedures),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        ),
        by=by,
        at=at,
        subjects=[row.public_id, giver_id, receiver_id],
    )


@transaction.atomic
def give_official_mandate(
    *,
    by: Actor,
    at: datetime,
    receiver_person_id: str,
    actions: Collection[Action],
    paper: MandatePaper,
    procedures: Collection[str] = (),
) -> MandateView:
    """Let another official do some of what `by` may do at their agency, in writing and until a day.

    Nobody passes on more than they hold: raises NotAllowed for an action the post does not give, Invalid for an
    unwritten or undated mandate.
    """
    on = local(at).date()
    _check_written(paper)
    for action in (Action.MANDATE_GIVE, *actions):
        check_may(by=by, action=action, agency_id=by.agency_id, on=on)
    post = people.post_row(by.post_id)
    row = _written(MandateKind.OFFICIAL, post.person, receiver_person_id, paper, actions, procedures)
    row.giver_post, row.agency = post, post.agency
    row.save(force_insert=True)
    _notice_change(row.receiver)
    _record_given(row, by, at, giver_id=post.person.public_id, receiver_id=receiver_person_id)
    return people.mandate_view(row)


@transaction.atomic
def give_citizen_mandate(
    *,
    by: Actor,
    at: datetime,
    receiver_person_id: str,
    actions: Collection[Action],
    paper: MandatePaper,
    procedures: Collection[str] = (),
) -> MandateView:
    """Let another person act for the citizen `by`, in writing and until a day; raises as `give_official_mandate`."""
    _check_written(paper)
    if by.kind is not ActorKind.CITIZEN or not CITIZEN_ACTIONS.issuperset(actions):
        raise NotAllowed("ID11", _("Only a signed-in person can authorise another, and only for their own affairs."))
    giver = people.person_row(by.person_id)
    row = _written(MandateKind.CITIZEN, giver, receiver_person_id, paper, actions, procedures)
    row.save(force_insert=True)
    _record_given(row, by, at, giver_id=by.person_id, receiver_id=receiver_person_id)
    return people.mandate_view(row)


@transaction.atomic
def end_mandate(*, by: Actor, at: datetime, mandate_id: str, reason: str) -> None:
    """End a mandate before its day; only the person who gave it may. Raises NotFound, NotAllowed, Conflict if ended."""
    row = (
        Mandate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("giver", "receiver")
        .filter(public_id=mandate_id)
        .first()
    )
    if row is None:
        raise NotFound("ID05", _("This mandate is not in the directory."))
    if by.kind is not ActorKind.SYSTEM and by.person_id != row.giver.public_id:
        raise NotAllowed("ID12", _("Only the person who gave the mandate can end it."))
    if row.ended_at is not None:
        raise Conflict("ID33", _("This mandate has ended already."))
    row.ended_at, row.end_reason = at, reason
    row.save(update_fields=["ended_at", "end_reason"])
    _notice_change(row.receiver)
    ledger.record(
        event=MandateEnded(mandate_id=mandate_id),
        by=by,
        at=at,
        subjects=[mandate_id, row.giver.public_id, row.receiver.public_id],
    )


@transaction.atomic
def give_consent(*, by: Actor, at: datetime, purpose: str, wording_version: str, agency_id: str = "") -> ConsentView:
    """Record that the citizen `by` agrees to a use of their data; one that stands already is returned as it is."""
    if by.kind is not ActorKind.CITIZEN or not by.person_id:
        raise NotAllowed("ID13", _("Only the person themselves can agree to the use of their data."))
    person = Person.objects.select_for_update(no_key=True).get(pk=people.person_row(by.person_id).pk)
    agency = agencies.row(agency_id) if agency_id else None
    standing = Consent.objects.filter(person=person, agency=agency, purpose=purpose, withdrawn_at=None).first()
    if standing is not None:
        return people.consent_view(standing)
    row = Consent.objects.create(
        person=person, agency=agency, purpose=purpose, wording_version=wording_version, given_at=at
    )
    ledger.record(
        event=ConsentGiven(
            consent_id=row.public_id,
            person_id=by.person_id,
            agency_id=agency_id,
            purpose=purpose,
            wording_version=wording_version,
        ),
        by=by,
        at=at,
        subjects=[row.public_id, by.person_id],
    )
    return people.consent_view(row)


@transaction.atomic
def withdraw_consent(*, by: Actor, at: datetime, consent_id: str) -> None:
    """Withdraw a consent; what was done under it before stays lawful. Raises NotFound for another person's consent."""
    row = (
        Consent.objects.select_for_update(of=("self",), no_key=True)
        .filter(public_id=consent_id, person__public_id=by.person_id)
        .first()
    )
    if row is None:
        raise NotFound("ID06", _("This consent is not in the directory."))
    if row.withdrawn_at is not None:
        raise Conflict("ID34", _("This consent was withdrawn already."))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    ledger.record(event=ConsentWithdrawn(consent_id=consent_id), by=by, at=at, subjects=[consent_id, by.person_id])
