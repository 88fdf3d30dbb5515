"""One real house for all tests of trouble: durable, in its own processes, over HTTP."""

from collections.abc import Callable, Iterator

import pytest
from bench import rig as houses
from bench.visitor import Visitor


@pytest.fixture(scope="package")
def house() -> Iterator[houses.Rig]:
    with houses.house() as rig:
        yield rig


@pytest.fixture(autouse=True)
def whole(house: houses.Rig) -> None:
    """Each test begins with every part running, whatever the one before it did."""
    house.start_database()
    for name in ("web", "worker"):
        if name in house.parts and house.parts[name].poll() is not None:
            house.kill(name)
        if name not in house.parts:
            house.start(name)
    house.wait()


@pytest.fixture
def visit(house: houses.Rig) -> Iterator[Callable[[str], Visitor]]:
    """Return somebody at a browser with this session; all of them leave at the end."""
    here: list[Visitor] = []

    def come(session: str = "") -> Visitor:
        here.append(Visitor(house.port, session))
        return here[-1]

    yield come
    for one in here:
        one.hang_up()
