"""What happens to the province's own definitions of indicators; `digest` is over what was written."""

from datetime import date

from dinh.ledger.events import Event, event, part


@part
class _OfVersion(Event):
    version_id: str
    code: str
    number: int


@event("indicators.definition.saved", version=1)
class DefinitionSaved(_OfVersion):
    revision: int
    digest: str


@event("indicators.definition.dropped", version=1)
class DefinitionDropped(_OfVersion):
    pass


@event("indicators.definition.proposed", version=1)
class DefinitionProposed(_OfVersion):
    digest: str


@event("indicators.definition.taken_back", version=1)
class DefinitionTakenBack(Event):
    """Whoever proposed it has thought better of it; it is a draft again."""

    version_id: str


@event("indicators.definition.sent_back", version=1)
class DefinitionSentBack(Event):
    version_id: str
    reason: str


@event("indicators.definition.published", version=1)
class DefinitionPublished(_OfVersion):
    digest: str
    valid_from: date


@event("indicators.definition.end_proposed", version=1)
class EndProposed(Event):
    """The version is to hold up to and with `last_day`."""

    version_id: str
    last_day: date
    reason: str


@event("indicators.definition.end_taken_back", version=1)
class EndTakenBack(Event):
    version_id: str


@event("indicators.definition.end_sent_back", version=1)
class EndSentBack(Event):
    version_id: str
    reason: str


@event("indicators.definition.ended", version=1)
class DefinitionEnded(_OfVersion):
    last_day: date
