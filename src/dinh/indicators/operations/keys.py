"""Dense numbers for codes, remembered per process: a code keeps its number for ever."""

from functools import cache

from dinh.indicators.models import AgencyKey, ProcedureKey


@cache
def procedure_key(code: str) -> int:
    return ProcedureKey.objects.get_or_create(code=code)[0].id


@cache
def agency_key(agency_id: str) -> int:
    return AgencyKey.objects.get_or_create(agency_id=agency_id)[0].id


def forget() -> None:
    """Drop what is remembered; after a rolled-back transaction or in tests."""
    procedure_key.cache_clear()
    agency_key.cache_clear()
