"""People: numbers, names, search without tones, registering once."""

import json
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dinh.directory.identity import api
from dinh.directory.identity.models import Person
from dinh.directory.identity.operations.people import NewPerson
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Invalid
from tests.directory.identity.make import AT, person


@pytest.mark.parametrize("number", ["", "12345678901", "1234567890123", "06807900123a", "٠٦٨٠٧٩٠٠١٢٣٤", " 68079001234"])
def test_cccd_that_is_not_12_digits_is_refused(number: str) -> None:
    with pytest.raises(Invalid):
        api.check_cccd(number)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_cccd_of_12_digits_is_taken(number: str) -> None:
    assert api.check_cccd(number) == number


@pytest.mark.django_db
def test_person_of_one_number_is_registered_once() -> None:
    first, second = person("Nguyễn Văn An", "068079001234"), person("Nguyễn Văn Ân", "068079001234")
    assert first.person_id == second.person_id
    assert second.full_name == "Nguyễn Văn An"


@pytest.mark.django_db
def test_person_without_a_number_is_new_each_time() -> None:
    assert person("Nguyễn Văn An").person_id != person("Nguyễn Văn An").person_id


@pytest.mark.django_db(transaction=True)
def test_person_met_by_two_desks_at_once_is_registered_once() -> None:
    def meet(_turn: int) -> str:
        try:
            return person("Trần Thị Bé", "068079009999").person_id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as desks:
        found = set(desks.map(meet, range(8)))
    assert len(found) == Person.objects.count() == 1


@pytest.mark.django_db
def test_person_without_a_name_is_refused() -> None:
    with pytest.raises(Invalid, match="ID21"):
        person("  ")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["hoa", "HÒA", "hoà", "nguyen hoa", "thi  hoa", "068079001234", "0680 7900 1234"])
def test_search_people_without_tones_or_by_number(text: str) -> None:
    sought = person("Nguyễn Thị Hòa", "068079001234")
    person("Lê Văn Đạt", "068079001235")
    assert [one.person_id for one in api.search_people(text=text)] == [sought.person_id]


@pytest.mark.django_db
def test_search_people_for_nothing_finds_nobody() -> None:
    person()
    assert api.search_people(text="  ") == ()


@pytest.mark.django_db
def test_people_sort_by_given_name_as_vietnamese_lists_do() -> None:
    for name in ("Vũ Thị Ánh", "Nguyễn Văn An", "Bùi Thị Đào", "Trần Văn Dũng"):
        person(name)
    order = [one.full_name.split()[-1] for one in api.search_people(text="n")]
    assert order == ["An", "Ánh", "Dũng"]


@pytest.mark.django_db
def test_numbers_show_their_ends_only() -> None:
    seen = person("Nguyễn Văn An", "068079001234")
    assert seen.masked_cccd == "***…234"
    assert person("Nguyễn Văn Ba").masked_cccd == ""


@pytest.mark.django_db
def test_correct_person_records_fields_and_no_words() -> None:
    known = person("Nguyễn Văn An", "068079001234")
    new = NewPerson(full_name="Nguyễn Văn Ân", cccd="068079001234", phone="0900000001")
    after = api.correct_person(by=SYSTEM, at=AT, person_id=known.person_id, source="vneid", new=new)
    assert (after.full_name, after.phone) == ("Nguyễn Văn Ân", "0900000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry WHERE kind LIKE 'directory.person.%'")
        bodies = [bytes(body).decode() for (body,) in cursor.fetchall()]
    assert len(bodies) == 2
    assert json.loads(bodies[-1])["data"]["fields"] == ["full_name", "phone"]
    assert not any(word in body for body in bodies for word in ("068079001234", "Nguyễn", "0900000001"))


@pytest.mark.django_db
def test_create_people_is_all_or_nothing() -> None:
    rows = [NewPerson(full_name=f"Người {n}", cccd=f"9000000000{n:02d}", is_synthetic=True) for n in range(5)]
    ids = api.create_people(by=SYSTEM, at=AT, people=rows)
    assert [api.person(person_id=one).full_name for one in ids] == [row.full_name for row in rows]
    with pytest.raises(IntegrityError), transaction.atomic():
        api.create_people(by=SYSTEM, at=AT, people=[NewPerson(full_name="Mới"), rows[0]])
    assert Person.objects.count() == 5
    assert api.create_people(by=SYSTEM, at=AT, people=[]) == ()


@given(st.integers())
def test_synthetic_person_can_be_nobody(seed: int) -> None:
    made = api.synthetic_person(rng=Random(seed))  # noqa: S311  not secret
    assert made == api.synthetic_person(rng=Random(seed))  # noqa: S311  not secret
    assert api.check_cccd(made.cccd).startswith("9")
    assert made.phone.startswith("0100")
    assert len(made.full_name.split()) >= 3


def test_synthetic_crowd_shares_no_number() -> None:
    crowd = api.synthetic_crowd(rng=Random(1), count=20_000)  # noqa: S311  not secret
    assert len({one.cccd for one in crowd}) == 20_000
