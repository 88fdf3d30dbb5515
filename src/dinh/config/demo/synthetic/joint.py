"""Tables put in force by two invented officials, and a few dossiers that wait for other offices; by the operations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dinh.directory import api as directory
from dinh.directory.identity.api import demo_citizens
from dinh.directory.identity.models import Account
from dinh.dossiers import api as dossiers
from dinh.dossiers.models import Dossier
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.clock import local
from dinh.ledger import api as ledger
from dinh.procedures import api as procedures
from dinh.processes import api as processes

BIRTH, CONSTRUCTION = "2.000986", "1.013225"
TABLES = ("le-phi-dang-ky-tam-tru", "giay-to-dang-ky-tam-tru", "tuyen-giai-quyet")
# Not as the history is marked: these dossiers do walk through their offices.
_WALKED = {"made": "demonstration"}
# The invented citizen who has no other dossiers: what this finds was made here.
_ONLY_HERE = 2
_AGREED = dossiers.Answer(dossiers.Opinion.RESULT, "Đã kiểm tra, ký Giấy khai sinh (giả lập).", document="01/GKS")
_VIEW = dossiers.Answer(dossiers.Opinion.AGREE, "Lối thoát nạn và bậc chịu lửa phù hợp (giả lập).", document="12/PCCC")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the ward that holds the dossiers, and the police who are asked."""

    at: datetime
    desk: Actor
    specialist: Actor
    head: Actor
    police: Actor


def _official(username: str, at: datetime) -> Actor:
    account = Account.objects.select_related("person").get(username=username)
    return directory.actor_for(account=account, on=local(at).date(), evidence=_WALKED)


def publish_tables(*, at: datetime) -> int:
    """Put the tables of the house in force that nobody has touched yet, and return how many; later starts find none.

    One invented official reads the draft over and saves it, another publishes it.
    """
    writer, leader = _official("dulieu.tinh", at), _official("lanhdao.tinh", at)
    shipped = [one for one in processes.tables() if one.code in TABLES and _is_untouched(one)]
    for one in shipped:
        saved = processes.save_table_draft(
            code=one.code,
            table=one.table,
            by=writer,
            at=at,
            purpose=one.purpose,
            procedure_code=one.procedure_code,
            group=one.group,
            source=one.source,
        )
        processes.publish_table(table_id=saved.table_id, valid_from=local(at).date(), by=leader, at=at)
    return len(shipped)


def _is_untouched(one: processes.TableView) -> bool:
    return one.state == processes.TableState.DRAFT and one.number == 1 and one.edited_by == SYSTEM.display_name


def make_joint(*, at: datetime) -> int:
    """Make four dossiers that wait for other offices, each at another point, and return how many; once only."""
    directory.create_demo_accounts(at=at)
    if Dossier.objects.filter(procedure_code=BIRTH, applicant__cccd=demo_citizens()[_ONLY_HERE].cccd).exists():
        return 0
    cast = Cast(
        at,
        _official("motcua.xuanhuong", at),
        _official("chuyenvien.xuanhuong", at),
        _official("chutich.xuanhuong", at),
        _official("chuyenvien.congan", at),
    )
    plays = ((BIRTH, 1), (BIRTH, _ONLY_HERE), (CONSTRUCTION, 1), (CONSTRUCTION, 3))
    made = [_received(cast, code, who, f"joint {place}") for place, (code, who) in enumerate(plays)]
    # The process of a dossier begins when its receipt is delivered.
    ledger.seal()
    ledger.deliver()
    for one in made:
        _work_on(cast, one)
    _answer_birth(cast, made[0])
    _answer_construction(cast, made[2])
    ledger.seal()
    ledger.deliver()
    return len(made)


def _received(cast: Cast, code: str, who: int, key: str) -> str:
    unit_id = cast.head.unit_id or 0
    one = demo_citizens()[who]
    person = directory.find_or_create_person(
        by=SYSTEM, at=cast.at, full_name=f"{one.full_name} (giả lập)", cccd=one.cccd, born_on=one.born_on,
        gender=one.gender, phone=one.phone, residence_unit_id=unit_id, address_text=one.street, is_synthetic=True,
    )  # fmt: skip
    view = procedures.version_on(code=code, on=local(cast.at).date())
    papers = [dossiers.PaperCount(part.seq, 1, 0) for part in view.components if not part.is_note]
    return dossiers.receive_at_desk(
        by=cast.desk,
        at=cast.at,
        procedure_code=code,
        applicant_person_id=person.person_id,
        idempotency_key=key,
        values={"competent_unit_id": str(unit_id)},
        papers=papers,
    ).dossier_id


def _work_on(cast: Cast, dossier_id: str) -> None:
    content = dossiers.ResultContent(summary="Đủ điều kiện giải quyết (giả lập)")
    dossiers.assign(by=cast.specialist, at=cast.at, dossier_id=dossier_id, post_id=cast.specialist.post_id)
    dossiers.start_processing(by=cast.specialist, at=cast.at, dossier_id=dossier_id)
    dossiers.propose(by=cast.specialist, at=cast.at, dossier_id=dossier_id, outcome="approved", content=content)


def _task(cast: Cast, dossier_id: str, step_id: str) -> str:
    tasks = dossiers.subtasks_of(dossier_id, cast.at)
    return next(one.subtask_id for one in tasks if one.step_id == step_id)


def _answer_birth(cast: Cast, dossier_id: str) -> None:
    """The certificate is signed, so the police have the residence: they took it in and ask for more time."""
    task = _task(cast, dossier_id, "certificate")
    dossiers.receive_subtask(by=cast.specialist, at=cast.at, subtask_id=task)
    dossiers.answer_subtask(by=cast.specialist, at=cast.at, subtask_id=task, answer=_AGREED)
    dossiers.confirm_subtask(by=cast.head, at=cast.at, subtask_id=task)
    residence = _task(cast, dossier_id, "residence")
    dossiers.receive_subtask(by=cast.police, at=cast.at, subtask_id=residence)
    until = local(cast.at).replace(hour=17, minute=0) + timedelta(days=10)
    why = "Cần xác minh chỗ ở hợp pháp (giả lập)."
    dossiers.ask_time(by=cast.police, at=cast.at, subtask_id=residence, until=until, reason=why)


def _answer_construction(cast: Cast, dossier_id: str) -> None:
    """The police have written their opinion, which now lies before their head."""
    fire = _task(cast, dossier_id, "fire")
    dossiers.receive_subtask(by=cast.police, at=cast.at, subtask_id=fire)
    dossiers.answer_subtask(by=cast.police, at=cast.at, subtask_id=fire, answer=_VIEW)
