"""Whose account takes the money of an agency."""

import time
from datetime import date
from functools import lru_cache

from dinh.directory import api as directory
from dinh.payments import registry
from dinh.payments.types import Payee

__all__ = ["payee_of"]

_SECONDS = 60
_MOST = 4096


def payee_of(*, agency_id: str, on: date) -> Payee | None:
    """Return the account declared for this agency, None where there is none; NotFound unless it is in force that day.

    The agency's code is read again every minute, not for every order.
    """
    return registry.find_payee(_code_of(agency_id, on, int(time.monotonic() // _SECONDS)))


@lru_cache(maxsize=_MOST)
def _code_of(agency_id: str, on: date, minute: int) -> str:
    del minute
    return directory.agency(agency_id=agency_id, on=on).code_new
