"""The words of the catalogue that code decides on."""

from enum import StrEnum


class ChannelKind(StrEnum):
    DESK = "desk"
    ONLINE = "online"
    POST = "post"


CHANNEL_OF_SOURCE = {
    "Trực tiếp": ChannelKind.DESK,
    "Trực tuyến": ChannelKind.ONLINE,
    "Dịch vụ bưu chính": ChannelKind.POST,
}


class FeeKind(StrEnum):
    """Phí covers the cost of a service, lệ phí is a fixed charge of the state; the source often names neither."""

    PHI = "phi"
    LE_PHI = "le_phi"
    UNKNOWN = "unknown"


class CaseKind(StrEnum):
    """What a heading above components really is: a case of the procedure, or only a label of the list."""

    CASE = "case"
    SUBMIT = "submit"
    PRESENT = "present"
    NOTE = "note"


class Level(StrEnum):
    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"


class Origin(StrEnum):
    """Who said it: the national catalogue, or an entry of the province."""

    SOURCE = "source"
    PROVINCE = "province"


class FaultKind(StrEnum):
    """What is wrong with the source; nothing of it is mended in silence."""

    TIME_UNIT_MISSING = "time_unit_missing"
    TIME_FEE_RUN_TOGETHER = "time_fee_run_together"
    TIME_FREE_TEXT = "time_free_text"
    TIME_BLANK = "time_blank"
    TIME_UNREADABLE = "time_unreadable"
    FEE_BLANK = "fee_blank"
    FEE_NOT_ENTERED = "fee_not_entered"
    FEE_SUSPICIOUS = "fee_suspicious"
    FEE_UNREADABLE = "fee_unreadable"
    FEE_CUT = "fee_cut"
    NOTE_CUT = "note_cut"
    NOTE_GLUED = "note_glued"
    COMPONENT_UNPARSED = "component_unparsed"
    COMPONENT_BLANK = "component_blank"
    COMPONENT_IS_NOTE = "component_is_note"
    COMPONENT_GLUED = "component_glued"
    RESULT_GLUED = "result_glued"
    RESULT_MISSING = "result_missing"
    STEPS_MISSING = "steps_missing"
