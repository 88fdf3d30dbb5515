"""The live roll-up equals a plain recount, whatever happened in whatever order and however often."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.directory.api import UnitView
from dinh.dossiers import events as dossiers
from dinh.indicators import api as indicators
from dinh.indicators.figures.models import DailyCell, DossierFact, MonthCell, OrderFact
from dinh.indicators.figures.operations.facts import apply_entries
from dinh.indicators.figures.policies.counting import trimmed
from dinh.ledger.api import Delivered
from dinh.ledger.events import ActorStamp, Event
from tests.indicators.chain import START, decided, received, settled, subjects_of

pytestmark = pytest.mark.integration


def _events(number: int, unit_id: int) -> st.SearchStrategy[Event]:
    return st.one_of(
        st.builds(
            lambda fee, channel, day: received(
                number,
                unit_id=unit_id,
                at=START + timedelta(days=day),
                channel=channel,
                has_fee=fee > 0,
                fee_total_vnd=fee,
            ),
            st.sampled_from([0, 50_000]),
            st.sampled_from(["online", "desk", "post"]),
            st.integers(0, 40),
        ),
        st.builds(
            lambda day, on_time, requests: decided(
                number, at=START + timedelta(days=day), is_on_time=on_time, supplement_requests=requests
            ),
            st.integers(0, 40),
            st.sampled_from([True, False, None]),
            st.integers(0, 2),
        ),
        st.builds(lambda method: settled(number, method=method), st.sampled_from(["online", "cash"])),
        st.just(dossiers.SupplementRequested(dossier_id=f"dos_{number}", request_no=1, document_id="")),
        st.sampled_from(["not_satisfied", "satisfied", "very_satisfied"]).map(
            lambda level: dossiers.DossierRated(dossier_id=f"dos_{number}", level=level, criteria=(), is_change=False)
        ),
        st.just(dossiers.ComponentReused(dossier_id=f"dos_{number}", component_id="c", item_id="i")),
        st.just(
            dossiers.DossierWithdrawn(
                dossier_id=f"dos_{number}", ended_at=START + timedelta(days=9), is_on_time=True, supplement_requests=0
            )
        ),
    )


def _delivered(position: int, event: Event) -> Delivered:
    return Delivered(
        position=position,
        entry_id=f"ent_{position}",
        kind=event.event_kind,
        version=1,
        event=event,
        occurred_at=START,
        recorded_at=START,
        actor=ActorStamp(kind="system"),
        subjects=subjects_of(event),
        channel="",
        rules={},
        evidence={},
    )


def _cells() -> list[tuple[object, ...]]:
    """Return the cells in which there is something, each with its numbers up to the last that is not zero."""
    rows = sorted(DailyCell.objects.values_list("unit_id", "day", "procedure_id", "counts"))
    return [(*key, trimmed(counts)) for *key, counts in rows if any(counts)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_live_cells_equal_the_recount(province: UnitView, data: st.DataObject) -> None:
    for model in (DailyCell, MonthCell, DossierFact, OrderFact):
        model.objects.all().delete()
    numbers = st.integers(1, 3)
    events = data.draw(st.lists(numbers.flatmap(lambda n: _events(n, province.unit_id + n)), min_size=1, max_size=14))
    entries = [_delivered(position, event) for position, event in enumerate(events)]
    cut = data.draw(st.integers(0, len(entries)))
    for batch in (entries[:cut], entries[cut:], entries[-3:]):
        if batch:
            apply_entries(batch)
    assert indicators.differences() == []
    assert indicators.month_differences() == 0
    live = _cells()
    indicators.rebuild()
    assert _cells() == live


def test_a_wrong_cell_is_named(province: UnitView) -> None:
    apply_entries([_delivered(0, received(1, unit_id=province.unit_id))])
    DailyCell.objects.update(counts=[5])
    (wrong,) = indicators.differences()
    assert (wrong.unit_id, wrong.live[0], wrong.recount[0]) == (province.unit_id, 5, 1)
    assert indicators.month_differences() == 1
