"""Dense numbers for codes, remembered per process: a code keeps its number for ever."""

from collections.abc import Callable

from django.db import transaction

from dinh.indicators.figures.models import AgencyKey, ProcedureKey


class Numbers:
    """The numbers of one kind of code; `number_of` reads one from its table, or makes it."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._known: dict[str, int] = {}

    def __call__(self, code: str) -> int:
        """Return the number of a code, a new one when it is first seen."""
        found = self._known.get(code)
        if found is None:
            found = self._number_of(code)
            self._remember(code, found)
        return found

    def _remember(self, code: str, number: int) -> None:
        # Only what is committed: the number of a batch that is rolled back belongs to nobody.
        transaction.on_commit(lambda: self._known.__setitem__(code, number))

    def forget(self) -> None:
        self._known.clear()


procedure_key = Numbers(lambda code: ProcedureKey.objects.get_or_create(code=code)[0].id)
agency_key = Numbers(lambda agency_id: AgencyKey.objects.get_or_create(agency_id=agency_id)[0].id)


def forget() -> None:
    """Drop what is remembered; for tests that empty the tables."""
    procedure_key.forget()
    agency_key.forget()
