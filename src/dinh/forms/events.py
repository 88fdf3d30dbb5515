"""What can happen to a form."""

from datetime import date

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
