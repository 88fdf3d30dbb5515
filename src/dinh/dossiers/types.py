"""Words of a submission, without Django."""

from enum import StrEnum


class Channel(StrEnum):
    """By what channel a dossier was really filed: national codes 1 desk, 2 online, 3 post."""

    DESK = "desk"
    ONLINE = "online"
    POST = "post"


class SubmissionState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    RECEIVED = "received"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PartSource(StrEnum):
    """Where the paper of a component came from (Decree 45/2020, article 4.4: never ask for what is held)."""

    MISSING = "missing"
    NEW_UPLOAD = "new_upload"
    PROVINCIAL_STORE = "provincial_store"
    PAPER = "paper"
    PAPER_SCANNED = "paper_scanned"
    NOT_APPLICABLE = "not_applicable"


class DeliveryWay(StrEnum):
    ONLINE = "online"
    DESK = "desk"
    POST = "post"


class Outcome(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
