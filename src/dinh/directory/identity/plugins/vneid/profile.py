"""What VNeID says of a person, read by configurable claim names: its real profile is not public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dinh.directory.identity.api import Gender, NewPerson, check_cccd
from dinh.kernel.errors import Invalid

PROVIDER = "vneid"
# Standard OpenID Connect names where one exists; the number of the identity card has none.
CLAIMS: Mapping[str, str] = {
    "cccd": "citizen_id",
    "full_name": "name",
    "born_on": "birthdate",
    "gender": "gender",
    "phone": "phone_number",
    "email": "email",
    "address_text": "address",
}
_GENDERS = {"male": Gender.MALE, "nam": Gender.MALE, "female": Gender.FEMALE, "nữ": Gender.FEMALE}
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Profile:
    """`subject` is the provider's own name for the person: it never changes, whatever else does."""

    subject: str
    person: NewPerson


def _text(claims: Mapping[str, object], name: str) -> str:
    found = claims.get(name, "")
    if isinstance(found, Mapping):
        # The standard address claim is an object with one line for display.
        found = found.get("formatted", "")
    return str(found or "").strip()[:_LONGEST]


def _born_on(text: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a birthday has no time zone
        except ValueError:
            continue
    return None


def _phone(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit())
    return f"0{digits.removeprefix('84')}"[:16] if digits.startswith("84") else digits[:16]


def read_profile(
    claims: Mapping[str, object], names: Mapping[str, str] | None = None, *, is_synthetic: bool = False
) -> Profile:
    """Return the person whom these claims tell of; `names` replaces claim names field by field.

    Raises Invalid when there is no subject, no name or no 12-digit number: such a sign-in identifies nobody.
    Basis: 69/2024/NĐ-CP.
    """
    known = {**CLAIMS, **(names or {})}
    subject = _text(claims, "sub")
    if not subject:
        raise Invalid("VN01", "the provider names no subject")
    return Profile(
        subject=subject,
        person=NewPerson(
            full_name=_text(claims, known["full_name"]),
            cccd=check_cccd(_text(claims, known["cccd"])),
            born_on=_born_on(_text(claims, known["born_on"])),
            gender=_GENDERS.get(_text(claims, known["gender"]).lower(), Gender.UNKNOWN),
            phone=_phone(_text(claims, known["phone"])),
            email=_text(claims, known["email"]),
            address_text=_text(claims, known["address_text"]),
            is_synthetic=is_synthetic,
        ),
    )
