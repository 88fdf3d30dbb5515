"""The invented people whom the simulator lets sign in."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from dinh.directory.identity import api
from dinh.directory.identity.types import Gender

_MARK = "(giả lập)"
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Citizen:
    cccd: str
    full_name: str
    born_on: date | None
    gender: Gender
    phone: str
    address: str

    @property
    def subject(self) -> str:
        """The provider's own name for the person; it does not show the number."""
        return sha256(f"vneid simulator {self.cccd}".encode()).hexdigest()[:24]

    def claims(self) -> dict[str, object]:
        """Return what the provider tells of this person."""
        return {
            "sub": self.subject,
            "name": self.full_name,
            "birthdate": self.born_on.isoformat() if self.born_on else "",
            "gender": self.gender.value,
            "citizen_id": self.cccd,
            "phone_number": self.phone,
            "address": {"formatted": self.address},
        }


def _first() -> list[Citizen]:
    return [
        Citizen(
            made.cccd,
            f"{made.full_name} {_MARK}",
            made.born_on,
            made.gender,
            made.phone,
            f"{made.street}, phường Xuân Hương - Đà Lạt",
        )
        for made in api.demo_citizens()
    ]


def _known(text: str) -> list[Citizen]:
    return [
        Citizen(one.cccd, one.full_name, one.born_on, one.gender, one.phone, one.address_text)
        for one in api.synthetic_people(text=text, limit=_LISTED)
    ]


def listed(text: str = "") -> list[Citizen]:
    """Return whom the page offers: a fixed few, or who is found by words of the name or the whole number."""
    return _known(text) if text.strip() else _first()


def citizen(cccd: str) -> Citizen:
    """Return the invented person with this number; raise LookupError for anybody else."""
    found = {one.cccd: one for one in (*_first(), *_known(cccd))}
    return found[cccd]
