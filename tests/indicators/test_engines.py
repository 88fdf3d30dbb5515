"""Every engine gives the same numbers to the bit, and the same as counting on one's fingers."""

from datetime import date
from pathlib import Path

import pytest
from bench.cluster import cluster

from dinh.indicators.figures import registry
from dinh.indicators.figures.operations.proof import prove

pytestmark = pytest.mark.integration
LAST = date(2026, 6, 30)


def _needs(name: str) -> None:
    if lacks := registry.engine(name).lacks():
        pytest.skip(lacks)


@pytest.mark.django_db
def test_invented_facts_are_one_on_every_engine_in_this_process() -> None:
    _needs("duckdb")
    found = prove(facts=20_000, engines=["postgres", "duckdb"], units=40, procedures=60, last=LAST)
    assert found.differences == []
    assert {len(set(one.values())) for one in found.digests.values()} == {1}
    assert found.digests["daily"].keys() == {"live", "recount", "postgres", "duckdb"}
    assert found.months_wrong == 0
    assert found.is_equal


@pytest.mark.django_db
def test_a_cluster_of_two_workers_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _needs("spark")
    with cluster(tmp_path) as address:
        monkeypatch.setenv("DINH_SPARK_MASTER", address)
        found = prove(facts=2_000, engines=["duckdb", "spark"], units=9, procedures=20, last=LAST, months=4, seed=3)
    assert found.differences == []
    assert found.is_equal
    assert found.digests["periods"]["spark"] == found.digests["periods"]["recount"]
    assert found.boards["service_quality"]["spark"] == found.boards["service_quality"]["duckdb"]
