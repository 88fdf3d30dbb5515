"""Dense numbers for codes, remembered per process: a code keeps its number for ever."""

from django.db import transaction

from dinh.indicators.models import AgencyKey, ProcedureKey

_procedures: dict[str, int] = {}
_agencies: dict[str, int] = {}


def procedure_key(code: str) -> int:
    """Return the number of a procedure code, a new one when it is first seen."""
    found = _procedures.get(code)
    return found if found is not None else _remember(_procedures, code, _number_of_procedure(code))


def agency_key(agency_id: str) -> int:
    """Return the number of an agency, a new one when it is first seen."""
    found = _agencies.get(agency_id)
    return found if found is not None else _remember(_agencies, agency_id, _number_of_agency(agency_id))


def _number_of_procedure(code: str) -> int:
    return ProcedureKey.objects.get_or_create(code=code)[0].id


def _number_of_agency(agency_id: str) -> int:
    return AgencyKey.objects.get_or_create(agency_id=agency_id)[0].id


def _remember(known: dict[str, int], code: str, number: int) -> int:
    # Only what is committed: the number of a batch that is rolled back belongs to nobody.
    transaction.on_commit(lambda: known.__setitem__(code, number))
    return number


def forget() -> None:
    """Drop what is remembered; for tests that empty the tables."""
    _procedures.clear()
    _agencies.clear()
