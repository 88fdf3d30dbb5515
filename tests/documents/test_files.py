import dataclasses
import io
import threading
from datetime import datetime

import pytest
from django.db import connection

from dinh.documents import api
from dinh.documents.models import StoredFile
from dinh.documents.registry.house import House, configure
from dinh.kernel.actor import ANONYMOUS, Actor
from dinh.kernel.errors import Invalid, NotAllowed, NotFound, Unavailable
from dinh.ledger import api as ledger
from tests.fakes import documents_files as fakes

pytestmark = pytest.mark.django_db


def stored(by: Actor, at: datetime, content: bytes, name: str = "khai.pdf", subject_id: str = "upl_1") -> api.FileView:
    stream = io.BytesIO(content)
    return api.store_file(by=by, at=at, name=name, stream=stream, purpose="cmp_1", subject_id=subject_id)


def kinds_of(subject_id: str) -> list[str]:
    ledger.seal()
    return [entry.kind for entry in ledger.entries_of(subject_id)]


def test_file_is_kept_and_acknowledged(citizen: Actor, at: datetime) -> None:
    kept = stored(citizen, at, fakes.picture(), name="..\\ảnh.exe")
    with api.open_file(by=citizen, file_id=kept.file_id) as stream:
        assert stream.read() == fakes.picture()
    assert (kept.name, kept.media_type, kept.pages, kept.owner_person_id) == ("ảnh.png", "image/png", 1, "per_an")


def test_same_file_sent_twice_is_one_file(citizen: Actor, at: datetime) -> None:
    first, second = stored(citizen, at, fakes.pdf()), stored(citizen, at, fakes.pdf(), name="lần hai.pdf")
    assert first == second
    assert kinds_of("upl_1") == ["documents.file.stored"]


def test_same_content_for_another_subject_is_another_file(citizen: Actor, at: datetime, house: House) -> None:
    first, second = stored(citizen, at, fakes.pdf()), stored(citizen, at, fakes.pdf(), subject_id="upl_2")
    assert (first.file_id == second.file_id, first.sha256 == second.sha256) == (False, True)
    assert len([path for path in house.files.rglob("*") if path.is_file()]) == 1


def test_refused_file_is_on_the_ledger_and_nowhere_else(citizen: Actor, at: datetime, house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        stored(citizen, at, fakes.pdf_with_script())
    assert (refusal.value.code, StoredFile.objects.count(), house.files.exists()) == ("FL12", 0, False)
    assert kinds_of("upl_1") == ["documents.file.refused"]


def test_file_of_the_largest_size_is_kept(citizen: Actor, at: datetime, house: House) -> None:
    configure(dataclasses.replace(house, max_bytes=len(fakes.pdf())))
    assert stored(citizen, at, fakes.pdf()).size == len(fakes.pdf())


def test_file_one_byte_too_large_is_refused(citizen: Actor, at: datetime, house: House) -> None:
    configure(dataclasses.replace(house, max_bytes=len(fakes.pdf()) - 1))
    with pytest.raises(Invalid) as refusal:
        stored(citizen, at, fakes.pdf())
    assert refusal.value.code == "FL02"


def test_nobody_sends_without_a_name(at: datetime) -> None:
    with pytest.raises(NotAllowed) as refusal:
        stored(ANONYMOUS, at, fakes.pdf())
    assert refusal.value.code == "DC01"


def test_full_disk_keeps_nothing_and_says_so(
    citizen: Actor, at: datetime, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(Unavailable) as refusal:
        stored(citizen, at, fakes.pdf())
    left = [path for path in house.files.rglob("*") if path.is_file()]
    assert (refusal.value.code, left, StoredFile.objects.count()) == ("DC20", [], 0)


def test_stranger_does_not_open_a_file(citizen: Actor, stranger: Actor, at: datetime) -> None:
    kept = stored(citizen, at, fakes.pdf())
    with pytest.raises(NotAllowed) as refusal:
        api.open_file(by=stranger, file_id=kept.file_id)
    assert refusal.value.code == "DC02"


def test_guard_of_the_subject_decides_for_officials(citizen: Actor, officer: Actor, at: datetime) -> None:
    api.register_guard("tst", lambda by, subject_id: by.agency_id == "agy_xh" and subject_id == "tst_open")
    open_one = stored(citizen, at, fakes.pdf(), subject_id="tst_open")
    closed = stored(citizen, at, fakes.pdf(), subject_id="tst_closed")
    api.open_file(by=officer, file_id=open_one.file_id).close()
    with pytest.raises(NotAllowed):
        api.open_file(by=officer, file_id=closed.file_id)


def test_second_guard_for_a_prefix_is_refused() -> None:
    api.register_guard("once", _yes)
    api.register_guard("once", _yes)
    with pytest.raises(ValueError, match="guard already"):
        api.register_guard("once", lambda _by, _subject: False)


def _yes(_by: Actor, _subject: str) -> bool:
    return True


def test_unknown_file_is_not_found(citizen: Actor) -> None:
    with pytest.raises(NotFound):
        api.open_file(by=citizen, file_id="fil_none")


def test_lost_bytes_are_said_plainly(citizen: Actor, at: datetime, house: House) -> None:
    kept = stored(citizen, at, fakes.pdf())
    house.store.path(kept.sha256).unlink()
    with pytest.raises(Unavailable) as refusal:
        api.open_file(by=citizen, file_id=kept.file_id)
    assert refusal.value.code == "DC11"


@pytest.mark.django_db(transaction=True)
def test_same_content_at_the_same_moment_is_one_file(citizen: Actor, at: datetime) -> None:
    found: list[str] = []
    gate = threading.Barrier(4)

    def send() -> None:
        gate.wait()
        found.append(stored(citizen, at, fakes.pdf(), subject_id="upl_race").file_id)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (4, 1)
