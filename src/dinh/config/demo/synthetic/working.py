"""The second half of a story: a dossier is worked on and ends in one of the ways a dossier can end."""

from datetime import datetime, timedelta

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.filing import Filed
from dinh.config.demo.synthetic.money import Bill
from dinh.config.demo.synthetic.receiving import Case, Receipt
from dinh.directory.api import AgencyView
from dinh.dossiers.events import (
    DossierAssigned,
    DossierDecided,
    DossierExtended,
    DossierHandedOver,
    DossierProposed,
    DossierStopped,
    DossierWithdrawn,
    ObligationMet,
    ObligationRequested,
    ProcessingStarted,
    SupplementProvided,
    SupplementRequested,
)
from dinh.dossiers.models import Dossier, Supplement
from dinh.dossiers.types import ActKind, Cause, Channel, DeliveryWay, Outcome
from dinh.dossiers.workflow import OPEN, PAUSED, Move, move
from dinh.kernel.actor import SYSTEM, Actor, Role
from dinh.kernel.worktime import RowKind
from dinh.payments.types import FeeKind, Method, Quote, QuoteLine


class Happened(Exception):  # no fault: the story has come to today
    """What would come next lies after the last day of the history."""


class Work(Receipt):
    """Tells the second half; every step stops at the present day and leaves the dossier open there."""

    def go(self, made: Filed, code: str) -> None:
        case = self.receive(made, code)
        try:
            self.pay(case)
            self._process(case)
        except Happened:
            pass
        self._write(case)

    def _write(self, case: Case) -> None:
        leaf, made = self.story.leaf, case.filed
        closed = None if case.status in OPEN else case.closed_at
        leaf.add(Dossier, case.row | {"status": case.status, "due_at": case.due_at, "closed_at": closed})
        for asked in case.asked:
            leaf.add(Supplement, asked)
        if made.bill is not None:
            self.story.cashier.leave(made.bill, now=self.story.now)
        self.story.end(made)

    def _move(self, case: Case, wanted: Move) -> None:
        case.status = move(case.status, wanted).after
        if case.status not in OPEN and case.closed_at is None:
            case.closed_at = case.at

    def _process(self, case: Case) -> None:
        rng, hours, made = self.rng, self.world.hours, case.filed
        self._assign(case, hours.between(case.at, case.due_at, rng.uniform(0.01, 0.12), rng))
        if rng.random() < mix.WITHDRAWN:
            self._withdraw(case, hours.between(case.at, case.due_at, rng.uniform(0.1, 0.8), rng))
            return
        self._start(case, hours.between(case.at, case.due_at, rng.uniform(0.01, 0.15), rng))
        if made.kit.papers and rng.random() < mix.SUPPLEMENT:
            if not self._supplement(case):
                return
        elif made.kit.view.code in mix.DUTIES and rng.random() < mix.OBLIGATION:
            self._obligation(case)
        if rng.random() < mix.EXTENDED:
            self._extend(case)
        if rng.random() < mix.STOPPED:
            self._stop(case, hours.between(case.at, case.due_at, rng.uniform(0.3, 0.95), rng))
            return
        self._decide(case)

    def _step(self, case: Case, at: datetime) -> None:
        """Go on to this moment, or stop: it has not come yet."""
        if at >= self.story.now:
            raise Happened
        case.at = max(at, case.at + timedelta(seconds=1))

    def _assign(self, case: Case, at: datetime) -> None:
        self._step(case, at)
        worker = case.worker = self._worker(case)
        head = self.world.officer(self._handling(case), Role.HEAD, case.at.date(), self.rng)
        by = head if self.rng.random() < mix.GIVEN_BY_HEAD else worker
        case.row["assignee_post"], case.row["assignee_name"] = worker.post_id, worker.display_name
        event = DossierAssigned(dossier_id=case.dossier_id, post_id=worker.post_id, agency_id=worker.agency_id)
        entry = self.record(case, event, by=by, at=case.at)
        note = worker.display_name
        self.tell.tell(
            case.filed.key, ActKind.ASSIGNED, by=by, at=case.at, entry_id=entry, note=note, is_public=False
        )  # fmt: skip

    def _handling(self, case: Case) -> AgencyView:
        return self.world.office(case.filed.office, case.at.date())

    def _worker(self, case: Case) -> Actor:
        """Who works on it: the same officer, or after the merger one of the agency that took over."""
        here = self._handling(case)
        if case.worker.agency_id == here.agency_id:
            return case.worker
        return self.world.officer(here, Role.SPECIALIST, case.at.date(), self.rng)

    def _start(self, case: Case, at: datetime) -> None:
        self._step(case, at)
        worker = case.worker = self._worker(case)
        self._move(case, Move.START)
        entry = self.record(case, ProcessingStarted(dossier_id=case.dossier_id), by=worker, at=case.at)
        self.tell.tell(case.filed.key, ActKind.STARTED, by=worker, at=case.at, entry_id=entry)

    def _supplement(self, case: Case) -> bool:
        """Ask for papers and wait; tell whether they came."""
        rng, hours = self.rng, self.world.hours
        while True:
            self._ask(case, hours.between(case.at, case.due_at, rng.uniform(0.05, 0.5), rng))
            if rng.random() < mix.NEVER_ANSWERED:
                self._stop(case, hours.working_days_later(case.at, rng.randint(22, 40), rng))
                return False
            self._provide(case, hours.working_days_later(case.at, rng.randint(1, 8), rng))
            if rng.random() >= mix.SECOND_SUPPLEMENT:
                return True

    def _ask(self, case: Case, at: datetime) -> None:
        self._step(case, at)
        rng, paper = self.rng, self.world.samples.papers["supplement_02"]
        worker, said = self._worker(case), rng.choice(mix.SUPPLEMENT_REASONS)
        self._move(case, Move.REQUEST_SUPPLEMENT)
        number = len(case.asked) + 1
        case.row["supplement_requests"] = number
        self.add_row(case, RowKind.PAUSE, Cause.SUPPLEMENT, document_id=paper)
        wanted = rng.randrange(len(case.filed.kit.papers))
        name = case.filed.kit.papers[wanted].name
        case.asked.append(
            {
                "dossier_id": case.key, "number": number, "reason": said,
                "items": [{"seq": wanted + 1, "name": name, "reason": said}],
                "extra_reason": "Phát hiện thêm khi thẩm tra (giả lập)." if number > 1 else "",
                "requested_at": case.at, "paper_id": paper,
            },
        )  # fmt: skip
        event = SupplementRequested(dossier_id=case.dossier_id, request_no=number, document_id=paper)
        entry = self.record(case, event, by=worker, at=case.at)
        self.tell.tell(
            case.filed.key, ActKind.SUPPLEMENT_REQUESTED, by=worker, at=case.at, entry_id=entry, note=said,
            paper_id=paper,
        )  # fmt: skip

    def _provide(self, case: Case, at: datetime) -> None:
        self._step(case, at)
        self._move(case, Move.PROVIDE_SUPPLEMENT)
        self.add_row(case, RowKind.RESUME, Cause.SUPPLEMENT)
        case.asked[-1]["provided_at"] = case.at
        event = SupplementProvided(dossier_id=case.dossier_id, request_no=len(case.asked), due_at=case.due_at)
        is_online = case.filed.channel == Channel.ONLINE
        by = (
            case.filed.by
            if is_online
            else self.world.officer(
                self.world.desk(case.filed.desk, case.at.date()), Role.MOT_CUA, case.at.date(), self.rng
            )
        )
        entry = self.record(case, event, by=by, at=case.at)
        self.tell.tell(case.filed.key, ActKind.SUPPLEMENT_PROVIDED, by=by, at=case.at, entry_id=entry)

    def _obligation(self, case: Case) -> None:
        """A money duty comes up; the clock waits until it is met."""
        rng, hours = self.rng, self.world.hours
        self._step(case, hours.between(case.at, case.due_at, rng.uniform(0.2, 0.6), rng))
        worker = self._worker(case)
        bill = self._duty(case, worker)
        self._move(case, Move.REQUEST_OBLIGATION)
        self.add_row(case, RowKind.PAUSE, Cause.OBLIGATION, document_id=bill.order_id)
        case.row["obligation_order_id"] = bill.order_id
        event = ObligationRequested(dossier_id=case.dossier_id, order_id=bill.order_id, amount_vnd=bill.quote.total_vnd)
        entry = self.record(case, event, by=worker, at=case.at)
        said = "Nộp nghĩa vụ tài chính theo thông báo kèm theo."
        self.tell.tell(case.filed.key, ActKind.OBLIGATION_REQUESTED, by=worker, at=case.at, entry_id=entry, note=said)
        paid_at = case.at + timedelta(hours=rng.uniform(2, 70))
        if paid_at >= self.story.now:
            self.story.cashier.leave(bill, now=self.story.now)
            raise Happened
        self.story.cashier.settle(bill, by=SYSTEM, at=paid_at, method=Method.ONLINE)
        self._step(case, paid_at)
        self._move(case, Move.MEET_OBLIGATION)
        self.add_row(case, RowKind.RESUME, Cause.OBLIGATION, document_id=bill.order_id)
        met = ObligationMet(dossier_id=case.dossier_id, order_id=bill.order_id, due_at=case.due_at)
        entry = self.record(case, met, by=SYSTEM, at=case.at)
        self.tell.tell(case.filed.key, ActKind.OBLIGATION_MET, by=SYSTEM, at=case.at, entry_id=entry)

    def _duty(self, case: Case, worker: Actor) -> Bill:
        made = case.filed
        least, most = mix.DUTIES[made.kit.view.code]
        amount = self.rng.randrange(least, most, 1000)
        line = QuoteLine(FeeKind.LE_PHI, mix.DUTY_NAME, amount, amount, "", mix.DUTY_BASIS)
        quote = Quote((line,), amount, is_known=True, version_id=made.kit.view.version_id, channel=made.channel)
        return self.story.cashier.open(
            quote, by=worker, at=case.at, subject_id=case.dossier_id,
            payer=(made.citizen.name, made.citizen.person_id), payee=(made.office.agency_id, made.office.code_new),
        )  # fmt: skip

    def _extend(self, case: Case) -> None:
        """Apologise and give a new appointment, where there is still a day for it."""
        rng, hours = self.rng, self.world.hours
        at = hours.between(case.at, case.due_at, rng.uniform(0.3, 0.7), rng)
        if (case.due_at.date() - at.date()).days < 1:
            return
        self._step(case, at)
        worker, said, old = self._worker(case), rng.choice(mix.EXTEND_REASONS), case.due_at
        paper = self.world.samples.papers["apology_04"]
        calendar = hours.calendar
        until = calendar.closes_at(calendar.add_working_days(old.date(), rng.randint(2, 5)))
        self.add_row(case, RowKind.EXTEND, Cause.EXTENDED, document_id=paper, until=until)
        case.row["extensions"] = 1
        event = DossierExtended(dossier_id=case.dossier_id, old_due_at=old, new_due_at=case.due_at, document_id=paper)
        entry = self.record(case, event, by=worker, at=case.at)
        self.tell.tell(
            case.filed.key, ActKind.EXTENDED, by=worker, at=case.at, entry_id=entry, note=said, paper_id=paper
        )  # fmt: skip

    # -- the ends -----------------------------------------------------------------------------------------------------

    def _in_time(self, case: Case) -> bool:
        return case.status in PAUSED or case.at <= case.due_at

    def _withdraw(self, case: Case, at: datetime) -> None:
        self._step(case, at)
        by, said, in_time = case.filed.by, self.rng.choice(mix.WITHDRAW_REASONS), self._in_time(case)
        self._move(case, Move.WITHDRAW)
        event = DossierWithdrawn(
            dossier_id=case.dossier_id, ended_at=case.at, is_on_time=in_time, supplement_requests=len(case.asked)
        )
        entry = self.record(case, event, by=by, at=case.at)
        self.tell.tell(case.filed.key, ActKind.WITHDRAWN, by=by, at=case.at, entry_id=entry, note=said)
        self._give_up(case)

    def _stop(self, case: Case, at: datetime) -> None:
        self._step(case, at)
        worker, said, in_time = self._worker(case), self.rng.choice(mix.STOP_REASONS), self._in_time(case)
        paper = self.world.samples.papers["stop_05"]
        self._move(case, Move.STOP)
        event = DossierStopped(
            dossier_id=case.dossier_id, ended_at=case.at, document_id=paper, is_on_time=in_time,
            supplement_requests=len(case.asked),
        )  # fmt: skip
        entry = self.record(case, event, by=worker, at=case.at)
        self.tell.tell(
            case.filed.key, ActKind.STOPPED, by=worker, at=case.at, entry_id=entry, note=said, paper_id=paper
        )  # fmt: skip
        self._give_up(case)

    def _give_up(self, case: Case) -> None:
        if case.filed.bill is not None:
            reason = "Hồ sơ đã kết thúc trước khi nộp tiền."
            self.story.cashier.cancel(case.filed.bill, at=case.at, reason=reason)
            case.filed.bill = None

    def _decide(self, case: Case) -> None:
        rng, hours, made = self.rng, self.world.hours, case.filed
        if rng.random() < min(0.6, mix.LATE.at(made.progress) * made.counter.slowness):
            days = rng.randint(20, 70) if rng.random() < mix.LONG_LATE else rng.randint(1, 6)
            at = hours.working_days_later(case.due_at, days, rng)
        else:
            at = hours.between(case.at, case.due_at, rng.betavariate(2.2, 1.5), rng)
        outcome = Outcome.REJECTED if rng.random() < mix.REJECTED else Outcome.APPROVED
        self._propose(case, outcome, hours.between(case.at, at, rng.uniform(0.6, 0.9), rng))
        self._step(case, at)
        head = self.world.officer(self._handling(case), Role.HEAD, case.at.date(), rng)
        self._move(case, Move.DECIDE)
        paper, number = self.world.samples.papers["result_generic"], f"{case.code}-KQ1"
        case.row.update(
            outcome=outcome, decided_at=case.at, result_paper_id=paper, result_number=number,
            result_code=case.row["proposal"]["result_code"],
        )  # fmt: skip
        event = DossierDecided(
            dossier_id=case.dossier_id, outcome=outcome, decided_at=case.at, due_at=case.due_at,
            is_on_time=case.at <= case.due_at, supplement_requests=len(case.asked), result_paper_id=paper,
            result_number=number, has_e_result=rng.random() < mix.E_RESULT.at(made.progress),
        )  # fmt: skip
        entry = self.record(case, event, by=head, at=case.at)
        note = case.row["proposal"]["reason"]
        self.tell.tell(
            made.key, ActKind.DECIDED, by=head, at=case.at, entry_id=entry, note=note, paper_id=paper
        )  # fmt: skip
        self._hand_over(case)

    def _propose(self, case: Case, outcome: Outcome, at: datetime) -> None:
        self._step(case, at)
        worker, results = self._worker(case), case.filed.kit.view.results
        case.row["proposal"] = {
            "outcome": outcome.value, "summary": "", "articles": [], "grounds": [],
            "reason": self.rng.choice(mix.REJECT_REASONS) if outcome is Outcome.REJECTED else "",
            "result_code": results[0].code if results else "", "by_name": worker.display_name,
            "at": case.at.isoformat(),
        }  # fmt: skip
        event = DossierProposed(dossier_id=case.dossier_id, outcome=outcome)
        entry = self.record(case, event, by=worker, at=case.at)
        self.tell.tell(
            case.filed.key, ActKind.PROPOSED, by=worker, at=case.at, entry_id=entry, is_public=False
        )  # fmt: skip

    def _hand_over(self, case: Case) -> None:
        """Online it is in the store at once; at the counter somebody comes for it, mostly within days."""
        rng, hours, made = self.rng, self.world.hours, case.filed
        way = made.row["delivery_way"]
        by = SYSTEM
        if not (made.channel == Channel.ONLINE and way == DeliveryWay.ONLINE):
            waits = rng.expovariate(1 / 9)
            self._step(case, hours.later(case.at, waits, rng))
            desk = self.world.desk(made.desk, case.at.date())
            by = self.world.officer(desk, Role.MOT_CUA, case.at.date(), rng)
        self._move(case, Move.HAND_OVER)
        entry = self.record(case, DossierHandedOver(dossier_id=case.dossier_id, way=way), by=by, at=case.at)
        self.tell.tell(made.key, ActKind.HANDED_OVER, by=by, at=case.at, entry_id=entry)
