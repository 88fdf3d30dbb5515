"""What happens to points: an item reported by the unit itself, a copy prepared and published."""

from dinh.ledger.events import Event, event


@event("indicators.points.reported")
class PointsReportedBare(Event):
    """As it was told before proof was kept with it; old entries are read with it."""

    reported_id: str
    item: str
    unit_id: int
    agency_id: str
    first: str
    last: str
    numerator: int
    denominator: int


@event("indicators.points.reported", version=2)
class PointsReported(PointsReportedBare):
    """A unit said two whole numbers about an item that no act tells; `files` are the ids of its proof."""

    files: tuple[str, ...]


@event("indicators.points.prepared")
class PointsPrepared(Event):
    """The points of a unit and period were computed and kept, to be published by another person."""

    frozen_id: str
    edition: str
    unit_id: int
    agency_id: str
    first: str
    last: str
    hash: str
    watermark: int


@event("indicators.points.published")
class PointsPublished(Event):
    frozen_id: str
    hash: str
    corrects: str
