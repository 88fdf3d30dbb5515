"""The middle of a story: received under a code by a desk, scanned, paid; and the clock it runs by from there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.filing import Filed, Story
from dinh.config.demo.synthetic.names import made_id
from dinh.config.demo.synthetic.sink import Row
from dinh.dossiers.events import ComponentDigitised, DossierReceived
from dinh.dossiers.models import ClockEntry, Dossier
from dinh.dossiers.types import ActKind, Cause, Channel, DeliveryWay, SubmissionState
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import SYSTEM, Actor, Role
from dinh.kernel.clock import VN
from dinh.kernel.worktime import ClockRow, ClockRule, Limit, RowKind, run_clock
from dinh.ledger.events import Event
from dinh.payments.types import Method

# Until the first row of the clock is there; no dossier stays so.
EPOCH = datetime(1970, 1, 1, tzinfo=VN)


@dataclass(slots=True)
class Case:
    """A received dossier: its row, its clock, and who works on it."""

    filed: Filed
    dossier_id: str
    key: int
    code: str
    status: Status
    rule: ClockRule
    rules: dict[str, str]
    row: Row
    worker: Actor
    at: datetime
    clock: list[ClockRow] = field(default_factory=list)
    due_at: datetime = EPOCH
    closed_at: datetime | None = None
    asked: list[Row] = field(default_factory=list)


class Receipt:
    """Tells how a dossier begins."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.world, self.rng, self.tell = story.world, story.rng, story.tell

    def receive(self, made: Filed, code: str) -> Case:
        at, world = made.received_at, self.world
        on = at.date()
        desk_agency = world.desk(made.desk, on)
        desk = world.officer(desk_agency, Role.MOT_CUA, on, self.rng)
        if made.channel != Channel.ONLINE:
            # What a desk opens for somebody keeps the desk; the channel stays what it was.
            made.row["opened_agency_id"] = desk_agency.agency_id
            self.story.open_order(made, by=desk, at=at)
        made.row.update(
            state=SubmissionState.RECEIVED, answered_at=at, answered_by_post=desk.post_id,
            receiving_agency_id=desk_agency.agency_id, receiving_unit_id=desk_agency.unit_id,
        )  # fmt: skip
        case = self._case(made, code, desk)
        entry = self.record(case, self._received(case), by=desk, at=at)
        self.tell.tell(made.key, ActKind.RECEIVED, by=desk, at=at, entry_id=entry)
        if made.channel != Channel.ONLINE and self.rng.random() < mix.DIGITISED.at(made.progress):
            self._digitise(case, desk)
        return case

    def _case(self, made: Filed, code: str, desk: Actor) -> Case:
        at, world, row = made.received_at, self.world, made.row
        on = at.date()
        handling = world.office(made.office, on)
        rule, calendar = world.rules[world.era(on)], world.hours.calendar
        dossier_id, key = made_id("dos", at, self.rng), self.story.leaf.take_key(Dossier)
        whole = {
            "id": key, "public_id": dossier_id, "code": code, "submission_id": made.key,
            "version_id": row["version_id"], "rule_version": rule.version, "calendar_version": calendar.version,
            "procedure_code": row["procedure_code"], "procedure_name": row["procedure_name"],
            "channel": made.channel, "applicant_id": row["applicant_id"], "applicant_name": row["applicant_name"],
            "applicant_phone": row["applicant_phone"], "receiving_agency_id": row["receiving_agency_id"],
            "receiving_unit_id": row["receiving_unit_id"], "competent_agency_id": made.office.agency_id,
            "competent_unit_id": made.office.unit_id, "handling_agency_id": handling.agency_id,
            "residence_unit_id": row["residence_unit_id"], "received_by_post": desk.post_id,
            "submitted_at": made.filed_at, "received_at": at, "receipt_paper_id": world.samples.papers["receipt_01"],
            "search_text": _words(code, made),
            "is_synthetic": True,
        }  # fmt: skip
        rules = {"procedure": row["version_id"], "clock": rule.version, "calendar": calendar.version}
        worker = world.officer(handling, Role.SPECIALIST, on, self.rng)
        case = Case(made, dossier_id, key, code, Status.ACCEPTED, rule, rules, whole, worker, at)
        self.add_row(case, RowKind.START, Cause.RECEIVED, limit=made.kit.limits[made.channel])
        return case

    def _received(self, case: Case) -> DossierReceived:
        made, row = case.filed, case.filed.row
        fee = row.get("fee_total_vnd") or 0
        return DossierReceived(
            dossier_id=case.dossier_id, submission_id=made.submission_id, code=case.code,
            procedure_code=row["procedure_code"], version_id=row["version_id"], channel=made.channel,
            receiving_agency_id=row["receiving_agency_id"], receiving_unit_id=row["receiving_unit_id"],
            competent_agency_id=made.office.agency_id, competent_unit_id=made.office.unit_id,
            residence_unit_id=row["residence_unit_id"], submitted_at=made.filed_at, received_at=made.received_at,
            due_at=case.due_at, fee_total_vnd=fee, has_fee=bool(fee), components_total=row["components_total"],
            components_with_file=row["components_with_file"], components_reused=row["components_reused"],
            requires_paper_result=row["delivery_way"] != DeliveryWay.ONLINE,
            is_late_answer=made.received_at > made.answer_due_at, is_vneid=row["is_vneid"],
        )  # fmt: skip

    def _digitise(self, case: Case, desk: Actor) -> None:
        """The desk scans the first paper and signs for it, within the hour."""
        made = case.filed
        at = case.at + timedelta(minutes=self.rng.uniform(2, 20))
        if at >= self.story.now or not made.kit.papers:
            return
        paper, sample = made.kit.papers[0], self.world.samples
        event = ComponentDigitised(dossier_id=case.dossier_id, component_id=paper.component_id, file_id=sample.file_id)
        entry = self.record(case, event, by=desk, at=at)
        self.tell.tell(made.key, ActKind.DIGITISED, by=desk, at=at, entry_id=entry, note=paper.name)

    def pay(self, case: Case) -> None:
        """Who files online mostly pays there, soon after; at the counter cash still leads, less every month."""
        made, rng = case.filed, self.rng
        if made.bill is None:
            return
        if made.channel == Channel.ONLINE:
            at = made.filed_at + timedelta(
                minutes=rng.uniform(1, 45) if rng.random() < mix.PAYS_AT_ONCE else rng.uniform(60, 2800)
            )
            by, method = SYSTEM, Method.ONLINE
        else:
            at = made.received_at + timedelta(minutes=rng.uniform(1, 6))
            is_online = rng.random() < mix.PAY_ONLINE_AT_DESK.at(made.progress)
            method = Method.ONLINE if is_online else Method.CASH
            desk = self.world.officer(made.desk, Role.MOT_CUA, at.date(), rng)
            by = SYSTEM if is_online else desk
        if at < self.story.now:
            self.story.cashier.settle(made.bill, by=by, at=at, method=method)
            made.bill = None

    # -- the clock and the record -------------------------------------------------------------------------------------

    def add_row(
        self,
        case: Case,
        kind: RowKind,
        cause: Cause,
        *,
        document_id: str = "",
        limit: Limit | None = None,
        until: datetime | None = None,
    ) -> None:
        """Write one row of the clock; the due date is what all rows give."""
        case.clock.append(ClockRow(kind, case.at, document_id=document_id, limit=limit, until=until))
        state = run_clock(case.clock, case.clock[0].limit, case.rule, self.world.hours.calendar)
        case.due_at = state.due or case.due_at
        self.story.leaf.add(
            ClockEntry,
            {
                "dossier_id": case.key, "seq": len(case.clock), "kind": kind.value, "at": case.at,
                "cause": cause.value, "document_id": document_id, "limit_value": limit.value if limit else None,
                "limit_unit": limit.unit.value if limit else "", "until": until,
            },
        )  # fmt: skip

    def record(self, case: Case, event: Event, *, by: Actor, at: datetime) -> str:
        subjects = (case.dossier_id, case.filed.submission_id)
        return self.tell.record(event, by=by, at=at, subjects=subjects, channel=case.filed.channel, rules=case.rules)


def _words(code: str, made: Filed) -> str:
    """Return what an officer may search for, folded once for all dossiers of a citizen or procedure."""
    citizen = made.citizen
    initials = "".join(word[0] for word in citizen.folded.split())
    return f"{code.lower()} {citizen.folded} {initials} {citizen.phone} {made.kit.folded}"
