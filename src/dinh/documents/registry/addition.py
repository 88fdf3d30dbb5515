"""An addition at the end of a PDF (ISO 32000, 7.5.6): new and changed objects follow the bytes that are there.

Written by us since only the few objects of a signature are ever added; why: docs/decisions/0012-appending-directly.md.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import pikepdf
from pikepdf import Array, Dictionary, Stream

_TAIL = 2_048
_RANGE_DIGITS = 10
# Longer than any four numbers that may take its place.
RANGE = b"[0" + (b" " + b"9" * _RANGE_DIGITS) * 3 + b"]"
Point = Callable[[Any], bytes]


class Ref(int):
    """The number of an object that is being added."""


class Addition:
    """Objects to append to a PDF; the bytes before stay untouched.

    Values are those of pikepdf, plain dicts, lists, strings with a slash (names) and `Ref`; bytes are written as they
    are. Raises ValueError where the bytes before are no PDF that can be added to.
    """

    def __init__(self, before: bytes) -> None:
        self._before = before
        try:
            self.pdf = pikepdf.open(io.BytesIO(before), attempt_recovery=False, suppress_warnings=True)
            self._last_table = int(before[-_TAIL:].rpartition(b"startxref")[2].split()[0])
            self._next = int(self.pdf.trailer["/Size"])
        except (pikepdf.PdfError, IndexError, KeyError) as fault:
            raise ValueError("this PDF cannot take a signature") from fault
        self._made: dict[tuple[int, int], bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.pdf.close()

    def number(self) -> Ref:
        self._next += 1
        return Ref(self._next - 1)

    def new(self, thing: Any) -> Ref:
        found = self.number()
        self.write(found, thing)
        return found

    def stream(self, content: bytes) -> Ref:
        return self.new(_stream(spelled({"/Length": len(content)}, _here), content))

    def write(self, place: Ref | tuple[int, int], thing: Any) -> None:
        """Give an object its content: a new one by its number, one of the file by its number and generation."""
        mark = (int(place), 0) if isinstance(place, Ref) else place
        self._made[mark] = spelled(thing, _here)

    def copied(self, thing: Any) -> Ref:
        """Take an object of another file over, with everything it refers to."""
        numbers: dict[tuple[int, int], Ref] = {}

        def point(one: Any) -> bytes:
            if one.objgen not in numbers:
                numbers[one.objgen] = self.number()
                self._made[int(numbers[one.objgen]), 0] = _resolved(one, point)
            return spelled(numbers[one.objgen], _here)

        point(thing)
        return numbers[thing.objgen]

    def written(self) -> bytes:
        """Return the whole file."""
        out, places = bytearray(self._before), {}
        out += b"" if out.endswith(b"\n") else b"\n"
        for mark, content in self._made.items():
            places[mark] = len(out)
            out += b"%d %d obj\n%b\nendobj\n" % (*mark, content)
        start = len(out)
        out += self._close(places, start)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)

    def _close(self, places: dict[tuple[int, int], int], start: int) -> bytes:
        """Return where everything stands, in the form the last table before has: readers refuse a mixture."""
        trailer = self.pdf.trailer
        tail: dict[str, Any] = {key: trailer[key] for key in ("/Root", "/Info", "/ID") if key in trailer}
        tail |= {"/Prev": self._last_table, "/Size": self._next}
        if self._before[self._last_table :].lstrip()[:4] == b"xref":
            lines = [b"%d 1\n%010d %05d n \n" % (mark[0], place, mark[1]) for mark, place in sorted(places.items())]
            return b"xref\n%btrailer\n%b\n" % (b"".join(lines), spelled(tail, _here))
        own = self.number()
        places[int(own), 0] = start
        return b"%d 0 obj\n%b\nendobj\n" % (own, _table({**tail, "/Size": self._next}, places))


def _table(tail: Mapping[str, Any], places: Mapping[tuple[int, int], int]) -> bytes:
    marks = sorted(places)
    rows = b"".join(b"\x01" + places[mark].to_bytes(8, "big") + mark[1].to_bytes(2, "big") for mark in marks)
    index = [number for mark in marks for number in (mark[0], 1)]
    about = {**tail, "/Type": "/XRef", "/W": [1, 8, 2], "/Index": index, "/Length": len(rows)}
    return _stream(spelled(about, _here), rows)


def _here(one: Any) -> bytes:
    return b"%d %d R" % one.objgen


def _resolved(one: Any, point: Point) -> bytes:
    if not isinstance(one, Stream):
        return _direct(one, point)
    content = one.read_raw_bytes()
    return _stream(spelled({**dict(one.items()), "/Length": len(content)}, point), content)


def _stream(about: bytes, content: bytes) -> bytes:
    return b"%b\nstream\n%b\nendstream" % (about, content)


def spelled(thing: Any, point: Point) -> bytes:
    """Return a value as it is written in a PDF; `point` writes what is kept as an object of its own."""
    match thing:
        case bytes():
            return thing
        case Ref():
            return b"%d 0 R" % thing
        case bool():
            return b"true" if thing else b"false"
        case pikepdf.Object() if thing.is_indirect:
            return point(thing)
    return _direct(thing, point)


def _direct(thing: Any, point: Point) -> bytes:
    if isinstance(thing, pikepdf.Object) and b" R" not in (whole := thing.unparse()):
        return bytes(whole)
    if isinstance(thing, Dictionary | dict):
        inner = (key.encode() + b" " + spelled(value, point) for key, value in thing.items())
        return b"<< " + b" ".join(inner) + b" >>"
    if isinstance(thing, Array | Sequence) and not isinstance(thing, str):
        return b"[ " + b" ".join(spelled(one, point) for one in thing) + b" ]"
    return bytes(thing.unparse()) if isinstance(thing, pikepdf.Object) else str(thing).encode()


def ranged(whole: bytes, room: int) -> tuple[bytearray, int, int]:
    """Return the file with its byte range told, and where the room for the signature begins and ends.

    `RANGE` stands where the four numbers belong, the room after it: `room` zeros between angle brackets.
    """
    place = whole.rindex(RANGE)
    begins = whole.index(b"<" + b"0" * room + b">", place)
    ends = begins + room + 2
    told = b"[0 %d %d %d]" % (begins, ends, len(whole) - ends)
    out = bytearray(whole)
    out[place : place + len(RANGE)] = told.ljust(len(RANGE))
    return out, begins, ends
