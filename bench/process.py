"""One persisted step of a six-step process: ours (rows and ledger entry) beside SpiffWorkflow with its state saved.

Both run the same BPMN file on the same PostgreSQL in the same run, turn about, each step in a transaction of its own.
SpiffWorkflow is measured three times: as a web server does it (state read, one step, state written), the same with the
ledger entry that our step has, and kept in memory with only the writing, which no system with more than one process can
do. What every transaction costs stands apart, and is taken off both sides in the lines that say so.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.report import Measure
from bench.rig import Rig, dinh, free_port

TITLE = "Process step"
CASES = int(os.environ.get("DINH_BENCH_CASES", "40"))
STEPS = ("receive", "assign", "process", "verify", "sign", "hand_over")
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
Taken = tuple[float, float]


def run() -> list[Measure]:
    with tempfile.TemporaryDirectory(prefix="dinh-process-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        rig = Rig(home, free_port())
        rig.start_database()
        try:
            dinh(home, "migrate", **rig.variables)
            _make_tables(rig.variables["DATABASE_OWNER_URL"])
            told = rig.told("bench.process", "inside")
        finally:
            rig.stop_database()
    return _measures({name: float(str(value)) for name, value in told.items()})


def _make_tables(owner_url: str) -> None:
    """Only the owner of the schema may: the product itself never makes a table while it runs."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as connection:
        for name in ("spiff_read", "spiff_told", "spiff_kept", "spiff_bare"):
            connection.execute(f"CREATE TABLE {name} (case_id text PRIMARY KEY, state jsonb NOT NULL)")
            connection.execute(f"GRANT ALL ON {name} TO PUBLIC")


def _measures(told: dict[str, float]) -> list[Measure]:
    ours = "our step with its ledger entry"
    return [
        Measure("SpiffWorkflow: state read, one step, state written; no database, CPU", told["spiff_alone"], "ms",
                "our runner: rows replayed, one step", told["runner"], "≥ 10 times"),
        Measure("SpiffWorkflow persisted step, CPU of the process", told["spiff_cpu"], "ms", ours, told["ours_cpu"]),
        Measure("SpiffWorkflow persisted step with a ledger entry as ours, CPU", told["told_cpu"], "ms", ours,
                told["ours_cpu"]),
        Measure("the same, over the bare transaction of both", told["told_cpu"] - told["bare_cpu"], "ms", ours,
                told["ours_cpu"] - told["bare_cpu"]),
        Measure("SpiffWorkflow kept in memory, persisted, CPU", told["memory_cpu"], "ms", ours, told["ours_cpu"]),
        Measure("bare transaction (one row read and written), CPU", told["bare_cpu"], "ms", ours, told["ours_cpu"]),
        Measure("SpiffWorkflow persisted step until durable", told["spiff_wall"], "ms", ours, told["ours_wall"]),
        Measure("bare transaction until durable", told["bare_wall"], "ms", ours, told["ours_wall"]),
        Measure("state SpiffWorkflow writes at each step", told["spiff_bytes"], "bytes", "all our rows of the case",
                told["ours_bytes"]),
        Measure("queries of our step", told["queries"], ""),
    ]  # fmt: skip


def _timed(work: Callable[[], None]) -> Taken:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


class Ours:
    """Cases of the product, each step through its door."""

    def __init__(self) -> None:
        from dinh.kernel.actor import SYSTEM
        from dinh.processes import api

        self.api, self.by = api, SYSTEM
        api.load_shipped(by=SYSTEM, at=AT)
        self.version = api.process_for(procedure_code="", on=AT.date())

    def start(self, case: str) -> None:
        due = AT + timedelta(days=5)
        agencies = {"receiving": "agy_one", "competent": "agy_one"}
        self.api.start_run(by=self.by, at=AT, subject_id=case, procedure_code="", due_at=due, agencies=agencies)

    def step(self, case: str, number: int) -> None:
        self.api.complete_step(by=self.by, at=AT + timedelta(hours=number), subject_id=case, step_id=STEPS[number])

    def size(self, case: str) -> int:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT sum(pg_column_size(s.*)) FROM processes_steprun s WHERE s.run_id = r.id) +"
                " pg_column_size(r.*) FROM processes_run r WHERE subject_id = %s",
                [case],
            )
            return int(cursor.fetchone()[0])


class Spiff:
    """The same file in SpiffWorkflow, its state in a row of a table."""

    def __init__(self, bpmn: bytes, table: str, *, is_read: bool) -> None:
        from lxml import etree
        from SpiffWorkflow.bpmn.parser import BpmnParser
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        self.is_read, self.kept = is_read, dict[str, Any]()
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(bpmn))
        self.spec = parser.get_spec(parser.get_process_ids()[0])
        self.serializer = BpmnWorkflowSerializer()
        self.table = table

    def start(self, case: str) -> None:
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

        flow = BpmnWorkflow(self.spec)
        flow.do_engine_steps()
        self._write(f"INSERT INTO {self.table} (state, case_id) VALUES (%s::jsonb, %s)", case, flow)

    def step(self, case: str, number: int) -> None:
        from SpiffWorkflow.util.task import TaskState

        del number
        flow = self._read(case) if self.is_read else self.kept[case]
        flow.get_tasks(state=TaskState.READY, manual=True)[0].run()
        flow.do_engine_steps()
        self._write(f"UPDATE {self.table} SET state = %s::jsonb WHERE case_id = %s", case, flow)

    def _read(self, case: str) -> Any:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT state::text FROM {self.table} WHERE case_id = %s FOR UPDATE", [case])
            return self.serializer.deserialize_json(cursor.fetchone()[0])

    def _write(self, statement: str, case: str, flow: Any) -> None:
        from django.db import connection

        if not self.is_read:
            self.kept[case] = flow
        with connection.cursor() as cursor:
            cursor.execute(statement, [self.serializer.serialize_json(flow), case])

    def alone(self) -> float:
        """Milliseconds of one step with reading and writing the state, but without a database."""
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
        from SpiffWorkflow.util.task import TaskState

        flow = BpmnWorkflow(self.spec)
        flow.do_engine_steps()
        state = self.serializer.serialize_json(flow)

        def step() -> None:
            read = self.serializer.deserialize_json(state)
            read.get_tasks(state=TaskState.READY, manual=True)[0].run()
            read.do_engine_steps()
            self.serializer.serialize_json(read)

        return _median([_timed(step)[0] for _again in range(100)])

    def size(self, case: str) -> int:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT length(state::text) FROM {self.table} WHERE case_id = %s", [case])
            return int(cursor.fetchone()[0])


class SpiffTold(Spiff):
    """The same with what makes a step evidence: an entry of the record, as large as ours."""

    def step(self, case: str, number: int) -> None:
        from dinh.kernel.actor import SYSTEM
        from dinh.ledger import api as ledger
        from dinh.processes.events import StepClosed, StepOpened

        super().step(case, number)
        opened = StepOpened(step_run_id=case, step_id=STEPS[number], agency_id="agy_one", role="specialist", due_at=AT)
        event = StepClosed(
            run_id=case, subject_id=case, version_id="prv_one", step_run_id=case, step_id=STEPS[number],
            agency_id="agy_one", outcome="", due_at=AT, is_late=False, opened=(opened,), is_run_ended=False,
        )  # fmt: skip
        ledger.record(event=event, by=SYSTEM, at=AT, subjects=(case,))


class Bare:
    """What every persisted step costs at least: a transaction that reads one row and writes it."""

    def start(self, case: str) -> None:
        self._run("INSERT INTO spiff_bare VALUES (%s, '{}')", case)

    def step(self, case: str, number: int) -> None:
        del number
        self._run("SELECT state::text FROM spiff_bare WHERE case_id = %s FOR UPDATE", case)
        self._run("UPDATE spiff_bare SET state = '{}' WHERE case_id = %s", case)

    def _run(self, statement: str, case: str) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(statement, [case])


def inside() -> dict[str, float]:
    """Walk cases through all six steps, turn and turn about, and tell medians per step in milliseconds."""
    import django
    from django.db import transaction

    django.setup()
    ours = Ours()
    bpmn = ours.api.export_bpmn(version_id=ours.version.version_id)
    sides: dict[str, Any] = {
        "ours": ours,
        "spiff": Spiff(bpmn, "spiff_read", is_read=True),
        "told": SpiffTold(bpmn, "spiff_told", is_read=True),
        "memory": Spiff(bpmn, "spiff_kept", is_read=False),
        "bare": Bare(),
    }
    taken: dict[str, list[Taken]] = {name: [] for name in sides}
    told: dict[str, float] = {}
    for number in range(CASES):
        case = f"dos_{number:026d}"
        for side in sides.values():
            with transaction.atomic():
                side.start(case)
        for step in range(len(STEPS)):
            for name, side in sides.items():
                taken[name].append(_timed(lambda side=side, step=step: _apart(side, case, step)))  # type: ignore[misc]  # noqa: B023
            if number == 0 and step == 1:
                told |= {f"{name}_bytes": sides[name].size(case) for name in ("ours", "spiff")}
    for name, times in taken.items():
        told[f"{name}_cpu"], told[f"{name}_wall"] = (_median([one[part] for one in times]) for part in (0, 1))
    return told | {"runner": _runner(ours), "spiff_alone": sides["spiff"].alone(), "queries": _queries(ours)}


def _apart(side: Any, case: str, step: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        side.step(case, step)


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _runner(ours: Ours) -> float:
    """Milliseconds to replay two rows and advance once."""
    from dinh.processes.policies.running import replay
    from dinh.processes.types import Completed, Started

    events = [Started(), *(Completed(step) for step in STEPS[:3])]
    return _timed(lambda: [replay(ours.version.model, events) for _again in range(2000)] and None)[0] / 2000  # type: ignore[func-returns-value]


def _queries(ours: Ours) -> int:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    ours.start("dos_counted")
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        ours.step("dos_counted", 0)
    return sum("SAVEPOINT" not in one["sql"] for one in asked)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(inside()))
