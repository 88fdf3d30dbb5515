"""What happens to scores: values entered and taken over, steps, approved structures, published copies."""

from dinh.ledger.events import Event, event


@event("indicators.score.entered", version=1)
class ScoreEntered(Event):
    """One value of one part; `digest` is over what was entered, so that the record proves it."""

    value_id: str
    index_code: str
    year: int
    unit_id: int
    part: str
    kind: str
    digest: str
    corrects: str


@event("indicators.score.imported", version=1)
class ScoresImported(Event):
    import_id: str
    index_code: str
    year: int
    unit_id: int
    kind: str
    many: int
    file_sha256: str
    digest: str


@event("indicators.score.import_undone", version=1)
class ImportUndone(Event):
    import_id: str
    many: int


@event("indicators.score.loaded", version=1)
class PublishedLoaded(Event):
    """Values published by the ministry were taken over from the files of the house."""

    many: int
    digest: str


@event("indicators.assessment.moved", version=1)
class AssessmentMoved(Event):
    index_code: str
    year: int
    unit_id: int
    old_step: str
    new_step: str


@event("indicators.structure.entered", version=1)
class StructureEntered(Event):
    structure_id: str
    index_code: str
    index_version: str
    number: int
    many: int
    digest: str


@event("indicators.structure.approved", version=1)
class StructureApproved(Event):
    structure_id: str
    digest: str


@event("indicators.score.published", version=1)
class ScorePublished(Event):
    publication_id: str
    index_code: str
    year: int
    unit_id: int
    hash: str
    corrects: str


@event("indicators.trial.kept", version=1)
class TrialKept(Event):
    trial_id: str
    index_code: str
    year: int
    unit_id: int
