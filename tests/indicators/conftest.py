from collections.abc import Iterator
from datetime import date

import pytest

from dinh.directory import api as directory
from dinh.indicators import api as indicators

TODAY = date(2026, 3, 31)


@pytest.fixture
def _fresh_keys() -> Iterator[None]:
    indicators.forget()
    yield
    indicators.forget()


@pytest.fixture
def province(country: None, db: None, _fresh_keys: None) -> directory.UnitView:
    """Return today's Lâm Đồng on the real map."""
    del country, db
    return directory.unit_by_code(code="68", level="province", on=TODAY)
