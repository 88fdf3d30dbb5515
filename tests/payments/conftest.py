from collections.abc import Iterator

import pytest

from dinh.directory.units.queries.atlas import forget_atlas


@pytest.fixture(autouse=True)
def _own_map() -> Iterator[None]:
    """Leave no hand-made province in the memory of the process."""
    forget_atlas()
    yield
    forget_atlas()
