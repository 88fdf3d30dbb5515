"""The disk is full while somebody uploads: a clear sentence, nothing half, and the same upload works afterwards."""

import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from bench.rig import Rig
from bench.visitor import Visitor

pytestmark = pytest.mark.integration
SENTENCE = "Hiện không còn chỗ"


@contextmanager
def no_room(house: Rig) -> Iterator[None]:
    """Let no file of the web processes grow beyond 64 KiB: what the disk says when it is full, for one house only."""
    import psutil

    web = psutil.Process(house.parts["web"].pid)
    pids = [web.pid, *(child.pid for child in web.children(recursive=True))]
    whole = resource.prlimit(pids[0], resource.RLIMIT_FSIZE)
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1 << 16, whole[1]))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, whole)


def heavy_pdf(size: int) -> bytes:
    """A harmless PDF of about so many bytes that no compression makes smaller."""
    with pikepdf.new() as made, io.BytesIO() as out:
        made.add_blank_page().Contents = made.make_stream(b"% " + os.urandom(size // 2).hex().encode())
        made.save(out, compress_streams=False)
        return out.getvalue()


def kept(house: Rig) -> list[str]:
    return sorted(str(path) for path in (house.home / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [300_000, 3_000_000], ids=["in memory", "through a temporary file"])
def test_an_upload_without_room_is_refused_whole(house: Rig, visit: Callable[[str], Visitor], size: int) -> None:
    people = house.told("bench.inside", "people", "1", "1")
    visitor = visit(people["citizens"][0]["session"])
    path = f"/nop-ho-so/{people['code']}/{people['citizens'][0]['drafts'][0]}/giay-to-1/"
    content = heavy_pdf(size)
    before = kept(house)
    with no_room(house):
        answer = visitor.send(path, "don.pdf", content, do="upload")
    assert (answer.status, SENTENCE in answer.text) == (503, True)
    assert kept(house) == before
    again = visitor.send(path, "don.pdf", content, do="upload")
    assert again.status == 302
    assert len(kept(house)) == len(before) + 1
