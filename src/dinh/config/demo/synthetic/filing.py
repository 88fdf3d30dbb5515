"""The first half of a story: somebody files, perhaps pays, and waits for the office's answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.money import Bill, Cashier
from dinh.config.demo.synthetic.names import MADE, made_id
from dinh.config.demo.synthetic.people import Citizen, People
from dinh.config.demo.synthetic.sink import Leaf, Row, Sink
from dinh.config.demo.synthetic.teller import Teller
from dinh.config.demo.synthetic.world import Counter, Kit, World
from dinh.directory.api import AgencyView, UnitView
from dinh.dossiers.events import SubmissionDeclined, SubmissionFiled, SubmissionWithdrawn
from dinh.dossiers.models import Part, Submission
from dinh.dossiers.types import ActKind, Channel, DeliveryWay, PartSource, SubmissionState
from dinh.kernel import law
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.worktime import add_working_hours
from dinh.payments.types import Method

_ANSWER_KEY = "dossier.acceptance.hours"


@dataclass(slots=True)
class Filed:
    """A submission on its way: who, what, where, when it will be answered, and its row so far."""

    kit: Kit
    counter: Counter
    citizen: Citizen
    by: Actor
    channel: str
    office: AgencyView
    desk: AgencyView
    filed_at: datetime
    received_at: datetime
    answer_due_at: datetime
    progress: float
    submission_id: str
    key: int
    row: Row = field(default_factory=dict)
    bill: Bill | None = None


class Story:
    """One submission and what became of it, told by one generator."""

    def __init__(self, world: World, sink: Sink, people: People, offices: Mapping[str, str], seed: int) -> None:
        self.world, self.leaf, self.people = world, Leaf(sink), people
        self.rng = Random(seed)  # noqa: S311  shapes made-up data
        self.tell = Teller(self.leaf, self.rng, offices)
        self.cashier = Cashier(self.tell)
        self.now = world.hours.now

    # -- what, who and where ------------------------------------------------------------------------------------------

    def begin(self, counter: Counter, on: date, *, is_waiting: bool = False) -> Filed:
        """Choose a person and a procedure and send it in; nothing is answered yet."""
        rng, world = self.rng, self.world
        progress = mix.progress(on, world.hours.first)
        kit, channel = self._choose(counter, on, progress, is_waiting=is_waiting)
        unit = self._unit(counter, on)
        office, near = world.places[world.era(on)][kit.view.code, unit.unit_id]
        desk = near if channel == Channel.ONLINE else counter.agency
        filed_at = world.hours.at_home(on, rng) if channel == Channel.ONLINE else world.hours.at_desk(on, rng)
        due = self._answer_due(filed_at)
        received_at = filed_at if channel != Channel.ONLINE else self._answered_at(filed_at, due, counter, progress)
        if world.era(received_at.date()) != world.era(on) or (received_at >= self.now and not is_waiting):
            filed_at, received_at, due = self._within_a_day(world.hours.last_working_day(on))
        citizen = self.people.somebody(counter, unit, filed_at, rng)
        way = {"way": "vneid"} if channel == Channel.ONLINE and rng.random() < mix.VNEID.at(progress) else {}
        by = Actor(
            kind=ActorKind.CITIZEN, person_id=citizen.person_id, display_name=citizen.name,
            channel_evidence={**MADE, **way},
        )  # fmt: skip
        made = Filed(
            kit, counter, citizen, by, channel, office, desk, filed_at, received_at, due, progress,
            made_id("sub", filed_at, rng), self.leaf.take_key(Submission),
        )  # fmt: skip
        self._fill(made)
        return made

    def _choose(self, counter: Counter, on: date, progress: float, *, is_waiting: bool) -> tuple[Kit, str]:
        rng = self.rng
        is_open = self.world.hours.calendar.is_working(on)
        kits, weights = self.world.kits_at(counter, on)
        while True:
            kit = rng.choices(kits, cum_weights=weights)[0]
            if kit.is_provincial and not counter.is_provincial and rng.random() < mix.ELSEWHERE_FIRST:
                continue
            wants_online = is_waiting or not is_open or rng.random() < mix.ONLINE.at(progress)
            if wants_online and "online" in kit.limits and counter.is_provincial == kit.is_provincial:
                return kit, Channel.ONLINE
            if is_open and not is_waiting and "desk" in kit.limits and kit.view.channel("desk"):
                return kit, Channel.POST if rng.random() < mix.POST.at(progress) else Channel.DESK

    def _unit(self, counter: Counter, on: date) -> UnitView:
        """Where the person lives: here, for a counter of the province anywhere in it, and now and then elsewhere."""
        if counter.is_provincial:
            return self.rng.choice(self.world.communes[self.world.era(on)][counter.unit.unit_id])
        return counter.unit

    def _answer_due(self, filed_at: datetime) -> datetime:
        hours = law.value(_ANSWER_KEY, on=filed_at.date())
        return add_working_hours(filed_at, hours, self.world.hours.calendar)

    def _answered_at(self, filed_at: datetime, due: datetime, counter: Counter, progress: float) -> datetime:
        rng, hours = self.rng, self.world.hours
        if rng.random() < min(0.5, mix.LATE_ANSWER.at(progress) * counter.slowness):
            return hours.later(due, rng.uniform(0.3, 9), rng)
        return max(hours.later(filed_at, rng.uniform(0.2, 7.6), rng), filed_at + timedelta(minutes=2))

    def _within_a_day(self, on: date) -> tuple[datetime, datetime, datetime]:
        """Filed and answered on one day: nothing is answered by an office that is gone, or after the history ends."""
        filed_at = self.world.hours.at_desk(on, self.rng)
        closes = self.world.hours.calendar.closes_at(on)
        return filed_at, self.world.hours.between(filed_at, closes, 0.5, self.rng), self._answer_due(filed_at)

    # -- the row and its papers ---------------------------------------------------------------------------------------

    def _fill(self, made: Filed) -> None:
        rng, view, citizen = self.rng, made.kit.view, made.citizen
        is_online = made.channel == Channel.ONLINE
        way = DeliveryWay.ONLINE if is_online and rng.random() < mix.WANTS_E_RESULT else DeliveryWay.DESK
        made.row = {
            "id": made.key, "public_id": made.submission_id, "version_id": view.version_id,
            "procedure_code": view.code, "procedure_name": view.name, "case_name": made.kit.case,
            "channel": made.channel, "applicant_id": citizen.person_id, "submitter_id": citizen.person_id,
            "applicant_name": citizen.name, "applicant_phone": citizen.phone, "applicant_address": citizen.address,
            "content": {}, "field_versions": {}, "receiving_agency_id": made.desk.agency_id,
            "receiving_unit_id": made.desk.unit_id, "competent_agency_id": made.office.agency_id,
            "competent_unit_id": made.office.unit_id, "residence_unit_id": citizen.unit.unit_id,
            "delivery_way": DeliveryWay.POST if made.channel == Channel.POST else way,
            "is_vneid": "way" in made.by.channel_evidence, "created_at": made.filed_at, "saved_at": made.filed_at,
            "filed_at": made.filed_at, "answer_due_at": made.answer_due_at,
            "idempotency_key": f"{rng.getrandbits(256):064x}", "is_synthetic": True,
        }  # fmt: skip
        self._papers(made)

    def _papers(self, made: Filed) -> None:
        """One row for each paper of the case; places for papers of other cases are left out of made history."""
        rng, sample = self.rng, self.world.samples
        counts = dict.fromkeys(("components_total", "components_with_file", "components_reused"), 0)
        for seq, one in enumerate(made.kit.papers, start=1):
            can_reuse = bool(one.accepts_results) and rng.random() < mix.REUSED.at(made.progress) * 3
            is_online = made.channel == Channel.ONLINE
            source = PartSource.NEW_UPLOAD if is_online else PartSource.PAPER
            source = PartSource.PROVINCIAL_STORE if can_reuse else source
            has_file = source is not PartSource.PAPER
            counts["components_total"] += 1
            counts["components_with_file"] += has_file
            counts["components_reused"] += can_reuse
            self.leaf.add(
                Part,
                {
                    "public_id": made_id("prt", made.filed_at, rng), "submission_id": made.key, "seq": seq,
                    "component_id": one.component_id, "name": one.name, "source": source,
                    "file_id": sample.file_id if has_file else "", "file_name": sample.file_name if has_file else "",
                    "file_sha256": sample.file_sha256 if has_file else "",
                    "originals": 0 if has_file else 1, "added_at": made.filed_at,
                },
            )  # fmt: skip
        made.row.update(counts)

    # -- sending, paying, and an answer that is no receipt ------------------------------------------------------------

    def send(self, made: Filed) -> None:
        """File online: the order if the fee is known, the entry, and most people pay at once."""
        if made.channel != Channel.ONLINE:
            return
        self.open_order(made, by=made.by, at=made.filed_at)
        row = made.row
        event = SubmissionFiled(
            submission_id=made.submission_id, procedure_code=row["procedure_code"], version_id=row["version_id"],
            channel=made.channel, receiving_agency_id=row["receiving_agency_id"],
            receiving_unit_id=row["receiving_unit_id"], competent_agency_id=row["competent_agency_id"],
            competent_unit_id=row["competent_unit_id"], residence_unit_id=row["residence_unit_id"],
            answer_due_at=made.answer_due_at, components_total=row["components_total"],
            components_with_file=row["components_with_file"], components_reused=row["components_reused"],
            is_vneid=row["is_vneid"],
        )  # fmt: skip
        entry = self.tell.record(
            event, by=made.by, at=made.filed_at, subjects=(made.submission_id,), channel=made.channel,
            rules={"procedure": row["version_id"]},
        )  # fmt: skip
        self.tell.tell(made.key, ActKind.FILED, by=made.by, at=made.filed_at, entry_id=entry)

    def open_order(self, made: Filed, *, by: Actor, at: datetime) -> None:
        quote = made.kit.quotes.get(made.channel)
        if quote is None:
            return
        made.bill = self.cashier.open(
            quote, by=by, at=at, subject_id=made.submission_id, payer=(made.citizen.name, made.citizen.person_id),
            payee=(made.office.agency_id, made.office.code_new),
        )  # fmt: skip
        made.row["order_id"], made.row["fee_total_vnd"] = made.bill.order_id, quote.total_vnd
        if quote.total_vnd == 0:
            method = Method.ONLINE if quote.channel == Channel.ONLINE else Method.CASH
            self.cashier.settle(made.bill, by=by, at=at, method=method)
            made.bill = None

    def decline(self, made: Filed) -> None:
        """The office refuses to receive, in writing; what was not paid is cancelled."""
        at, desk = made.received_at, self.world.officer(made.desk, Role.MOT_CUA, made.received_at.date(), self.rng)
        said, paper = self.rng.choice(mix.DECLINE_REASONS), self.world.samples.papers["refusal_03"]
        made.row.update(
            state=SubmissionState.DECLINED, answered_at=at, answered_by_post=desk.post_id, answer_reason=said
        )
        event = SubmissionDeclined(
            submission_id=made.submission_id, procedure_code=made.kit.view.code,
            receiving_unit_id=made.desk.unit_id, document_id=paper, is_late_answer=at > made.answer_due_at,
        )  # fmt: skip
        entry = self.tell.record(event, by=desk, at=at, subjects=(made.submission_id,), channel=made.channel)
        self.tell.tell(made.key, ActKind.DECLINED, by=desk, at=at, entry_id=entry, note=said, paper_id=paper)
        self._close(made, at)

    def take_back(self, made: Filed) -> None:
        at = made.filed_at + (made.received_at - made.filed_at) * self.rng.uniform(0.2, 0.9)
        said = self.rng.choice(mix.WITHDRAW_REASONS)
        made.row.update(state=SubmissionState.WITHDRAWN, answered_at=at, answer_reason=said)
        event = SubmissionWithdrawn(
            submission_id=made.submission_id, procedure_code=made.kit.view.code, receiving_unit_id=made.desk.unit_id
        )
        entry = self.tell.record(event, by=made.by, at=at, subjects=(made.submission_id,), channel=made.channel)
        self.tell.tell(made.key, ActKind.WITHDRAWN, by=made.by, at=at, entry_id=entry, note=said)
        self._close(made, at)

    def wait(self, made: Filed) -> None:
        """Nobody has answered yet."""
        made.row["state"] = SubmissionState.FILED
        if made.bill is not None:
            self.cashier.leave(made.bill, now=self.now)
        self.end(made)

    def _close(self, made: Filed, at: datetime) -> None:
        if made.bill is not None:
            reason = "Hồ sơ đã kết thúc trước khi nộp tiền."
            self.cashier.cancel(made.bill, at=at, reason=reason)
        self.end(made)

    def end(self, made: Filed) -> None:
        self.leaf.add(Submission, made.row)
        self.leaf.close(self.tell.fact())
