"""The kinds of blocks a form is built from."""

from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    UNIT = "unit"
    MAP_POINT = "map_point"
    SIGNATURE = "signature"
    CO_SIGNATURE = "co_signature"
    NOTICE = "notice"
    UPLOAD = "upload"
    GROUP = "group"
    PERSON = "person"
    ADDRESS = "address"
    PARCEL = "parcel"
    REPEAT = "repeat"
    TABLE = "table"
    HOUSEHOLD = "household"


class FormState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CosignState(StrEnum):
    INVITED = "invited"
    AGREED = "agreed"
    REFUSED = "refused"
    VOID = "void"
    EXPIRED = "expired"


class Origin(StrEnum):
    """Where a fact comes from that nobody was asked for."""

    PERSON = "person"
    STORE = "store"
    EARLIER = "earlier"


class Format(StrEnum):
    """What a short text must look like beyond its length."""

    PLAIN = ""
    CCCD = "cccd"
    PHONE = "phone"
    EMAIL = "email"


class When(StrEnum):
    """On which side of today a date lies."""

    ANY = ""
    PAST = "past"
    FUTURE = "future"


# Said, never answered.
SILENT = frozenset({Kind.NOTICE, Kind.UPLOAD, Kind.CO_SIGNATURE})
# Opened into blocks of simpler kinds before anything else is done with them.
COMPOSITE = frozenset({Kind.PERSON, Kind.ADDRESS, Kind.PARCEL, Kind.HOUSEHOLD, Kind.TABLE})
OBJECTS = frozenset({Kind.GROUP, Kind.PERSON, Kind.ADDRESS, Kind.PARCEL})
LISTS = frozenset({Kind.REPEAT, Kind.TABLE, Kind.HOUSEHOLD})
CHOOSING = frozenset({Kind.CHOICE, Kind.SEVERAL})
WORDED = frozenset({Kind.TEXT, Kind.LONG_TEXT})
COUNTED = frozenset({Kind.NUMBER, Kind.MONEY})
