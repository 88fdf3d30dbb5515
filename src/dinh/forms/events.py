"""What can happen to a form, and to a second signature under one."""

from datetime import date, datetime

from dinh.ledger.events import Event, event


@event("forms.version.published", version=1)
class FormPublished(Event):
    """A version went into force; the one before it, if any, was retired the same day."""

    form_id: str
    code: str
    number: int
    digest: str
    procedures: tuple[str, ...]
    valid_from: date
    drafted_by: str
    replaced_id: str


@event("forms.version.retired", version=1)
class FormRetired(Event):
    """A form is offered to nobody new; who has begun it ends it."""

    form_id: str
    code: str
    number: int
    valid_to: date
    reason: str


@event("forms.cosignature.invited", version=1)
class CosignatureInvited(Event):
    """A second person was asked to sign; `digest` names the answers, nobody and no words are named."""

    cosign_id: str
    form_id: str
    name: str
    digest: str
    expires_at: datetime


@event("forms.cosignature.answered", version=1)
class CosignatureAnswered(Event):
    """The second person agreed or refused; the reason stays out of the record. `way` is link, account or desk."""

    cosign_id: str
    form_id: str
    name: str
    digest: str
    is_agreed: bool
    way: str


@event("forms.cosignature.voided", version=1)
class CosignatureVoided(Event):
    """A signature or an invitation lost its force: `why` is changed, again, guessed or expired."""

    cosign_id: str
    digest: str
    why: str
