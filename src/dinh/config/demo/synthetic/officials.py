"""The invented officials: somebody at every desk of the province, before and after the merger."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from django.db import transaction

from dinh.config.demo.synthetic.names import MADE, made_id
from dinh.config.demo.synthetic.tables import Table
from dinh.directory import api as directory
from dinh.directory.identity.events import PeopleImported, PostGranted
from dinh.directory.identity.models import Agency, Person, Post
from dinh.kernel.actor import SYSTEM, Role
from dinh.kernel.text import fold, name_sort_key
from dinh.ledger import api as ledger

_KIND = directory.AgencyKind
_MARK = "(giả lập)"
_HEAD, _WORK = (Role.HEAD,), (Role.SPECIALIST,)
_DESK = (Role.MOT_CUA, Role.CASHIER)
# How many, with which title and roles, by the kind of agency.
_STAFF: dict[str, tuple[tuple[int, str, tuple[Role, ...]], ...]] = {
    _KIND.PROVINCE_COMMITTEE: ((1, "Phó Chủ tịch UBND tỉnh", _HEAD), (2, "Chuyên viên", _WORK)),
    _KIND.DEPARTMENT: ((1, "Phó Giám đốc", _HEAD), (4, "Chuyên viên", _WORK)),
    _KIND.BRANCH: ((1, "Phó Trưởng phòng", _HEAD), (4, "Chuyên viên", _WORK)),
    _KIND.COMMUNE_COMMITTEE: ((1, "Phó Chủ tịch UBND", _HEAD), (2, "Chuyên viên", _WORK)),
    _KIND.SERVICE_CENTER_PROVINCE: ((5, "Viên chức một cửa", _DESK),),
    _KIND.SERVICE_CENTER_COMMUNE: ((2, "Công chức một cửa", _DESK),),
}
_OLD_COMMUNE = ((1, "Chủ tịch UBND", _HEAD), (1, "Công chức chuyên môn", _WORK), (1, "Công chức một cửa", _DESK))


def staff_of(agency: directory.AgencyView) -> tuple[tuple[int, str, tuple[Role, ...]], ...]:
    """Return whom an agency has; before the merger a commune received at its own committee."""
    is_old_commune = agency.kind is _KIND.COMMUNE_COMMITTEE and agency.valid_to is not None
    return _OLD_COMMUNE if is_old_commune else _STAFF.get(agency.kind, ())


class _Office:
    """Makes people and posts with ids that come out the same again."""

    def __init__(self, at: datetime) -> None:
        self.at, self.rng = at, Random("officials 68")  # noqa: S311  invented people need no secrecy
        self.people, self.posts = Table(Person), Table(Post)
        self.keys = dict(Agency.objects.values_list("public_id", "pk"))
        self.entries: list[ledger.BulkRow] = []
        self.first = ""

    def hire(self, agency: directory.AgencyView, title: str, roles: tuple[Role, ...], since: date) -> None:
        made = directory.synthetic_person(rng=self.rng)
        name = f"{made.full_name} {_MARK}"
        person_id, key = made_id("per", self.at, self.rng), self.people.take_key()
        self.first = self.first or person_id
        self.people.add(
            {
                "id": key, "public_id": person_id, "full_name": name, "folded": fold(name),
                "sort_key": name_sort_key(name), "born_on": made.born_on, "gender": made.gender.value,
                "phone": made.phone, "residence_unit_id": agency.unit_id, "is_synthetic": True,
            }
        )  # fmt: skip
        post_id = made_id("pst", self.at, self.rng)
        listed = sorted(role.value for role in roles)
        self.posts.add(
            {
                "public_id": post_id, "person_id": key, "agency_id": self.keys[agency.agency_id],
                "title": f"{title} {_MARK}", "roles": listed, "procedures": [], "valid_from": since,
                "valid_to": agency.valid_to,
            }
        )  # fmt: skip
        event = PostGranted(
            post_id=post_id, person_id=person_id, agency_id=agency.agency_id, roles=tuple(listed), procedures=(),
            valid_from=since, valid_to=agency.valid_to,
        )  # fmt: skip
        self.entries.append(
            ledger.BulkRow(
                event=event, by=SYSTEM, at=self.at, recorded_at=self.at, subjects=[post_id, person_id], evidence=MADE
            )
        )

    def entry_of_people(self) -> ledger.BulkRow:
        event = PeopleImported(first_person_id=self.first, count=len(self.people.rows), is_synthetic=True)
        return ledger.BulkRow(
            event=event, by=SYSTEM, at=self.at, recorded_at=self.at, subjects=[self.first], evidence=MADE
        )


def _places(agencies: tuple[directory.AgencyView, ...]) -> Iterator[tuple[directory.AgencyView, str, tuple[Role, ...]]]:
    for agency in agencies:
        for many, title, roles in staff_of(agency):
            for _one in range(many):
                yield agency, title, roles


def make_officials(*, at: datetime) -> int:
    """Give every agency of the province its invented officials and return how many; a second time makes none."""
    if Post.objects.filter(person__is_synthetic=True, person__cccd="").exists():
        return 0
    agencies = directory.agencies()
    with transaction.atomic():
        office = _Office(at)
        for agency, title, roles in _places(agencies):
            office.hire(agency, title, roles, agency.valid_from)
        ledger.bulk_record([office.entry_of_people(), *office.entries])
        made = len(office.people.rows)
        office.people.flush()
        office.posts.flush()
    return made
