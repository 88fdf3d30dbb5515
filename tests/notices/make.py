"""People to tell, offices that tell, and providers that answer as a test says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dinh.directory.identity.models import Person
from dinh.kernel.actor import SYSTEM, Actor, ActorKind
from dinh.kernel.clock import VN
from dinh.notices import api
from dinh.notices.registry.providers import Forged
from dinh.notices.types import Outgoing, SignedReceipt

AT = datetime(2026, 3, 2, 9, 0, tzinfo=VN)
SUBJECT = "dos_00000000000000000000000001"
DECIDED = {
    "procedure": "Đăng ký khai sinh",
    "code": "H36.41.01-260302-0001",
    "outcome": "đã được giải quyết",
    "outcome_en": "granted",
    "where": "Bản điện tử nằm trong Kho giấy tờ của anh/chị.",
    "where_en": "It lies in your store.",
}


def at(text: str) -> datetime:
    """A moment of Viet Nam: at("2026-03-02 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def person(name: str = "Nguyễn Thị Hòa") -> Person:
    return Person.objects.create(full_name=name, folded=name.lower(), sort_key=name.lower(), is_synthetic=True)


def citizen(who: Person) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id="acc_citizen", person_id=who.public_id)


def recipient(who: Person, email: str = "hoa@example.vn", phone: str = "0912 345 678") -> api.Recipient:
    return api.Recipient(who.public_id, who.full_name, email, phone)


def told(who: Person | None = None, key: str = "k1", when: datetime = AT, **more: object) -> api.Told:
    to = more.pop("to", None) or recipient(who or person())
    given: dict[str, object] = {
        "by": SYSTEM, "at": when, "to": to, "template": "dossier.decided", "values": DECIDED, "subject_id": SUBJECT,
        "dedupe_key": key, **more,
    }  # fmt: skip
    return api.tell(**given)  # type: ignore[arg-type]


@dataclass
class Scripted:
    """A real provider object whose answer each test writes: it keeps what it took, by key."""

    name: str = "one"
    kind: str = "scripted"
    answer: Callable[[Outgoing], object] = str
    taken: list[str] = field(default_factory=list)
    asked: int = 0

    def send(self, message: Outgoing) -> str:
        self.asked += 1
        self.answer(message)
        self.taken.append(message.key)
        return f"R{len(self.taken)}"

    def read_receipt(self, body: bytes, headers: Mapping[str, str]) -> SignedReceipt:
        del body, headers
        raise Forged


def raising(fault: Exception) -> Callable[[Outgoing], object]:
    def answer(message: Outgoing) -> None:
        del message
        raise fault

    return answer
