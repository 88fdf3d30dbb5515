"""Facts as columns in files: made by one job, published at one stroke, read by everybody.

A snapshot is a folder of Parquet files, one for each month of receipt, with dense whole numbers for everything, and a
manifest that says which ledger position it has reached and the SHA-256 of each file. Readers follow the name in
`current`, which is replaced in one step: they see a whole snapshot, the old or the new.
"""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import Watermark
from dinh.indicators.figures.types import ColumnKind, FactTable

if TYPE_CHECKING:
    import pyarrow as pa

KEPT = 2
_POINTER, _MANIFEST, _WRITING = "current", "manifest.json", ".writing-"
_ROWS = 1 << 17
# One statement, so that the position and the facts are of the same moment however busy the house is.
_COPY = """
COPY (SELECT (SELECT coalesce(max(position), -1) FROM indicators_watermark) AS position,
             (extract(year FROM received_on) * 100 + extract(month FROM received_on))::int AS month, {columns}
      FROM {table} ORDER BY 2, unit_id, received_on, {columns}) TO STDOUT (FORMAT csv)
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published snapshot: where it lies, the ledger position it has reached, its rows and the hash of its files."""

    folder: Path
    position: int
    rows: int
    digest: str
    files: Mapping[str, str]


def lacks_columns() -> str:
    """Return why no snapshot can be made here; "" when it can."""
    return "" if find_spec("pyarrow") else "pyarrow is not installed (requirements/analytics.txt)"


def root() -> Path:
    return Path(settings.DINH_HOME) / "figures"


def current(folder: Path | None = None) -> Snapshot | None:
    """Return the published snapshot; None before the first."""
    place = folder or root()
    try:
        name = (place / _POINTER).read_text(encoding="utf-8").strip()
        said = json.loads((place / name / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return _snapshot(place / name, said)


def _snapshot(folder: Path, said: Mapping[str, Any]) -> Snapshot:
    return Snapshot(folder, said["position"], said["rows"], said["digest"], said["files"])


def verify(snapshot: Snapshot) -> list[str]:
    """Return the files of a snapshot that are not what its manifest says."""
    return [name for name, sha256 in snapshot.files.items() if _sha256(snapshot.folder / name) != sha256]


def _sha256(file: Path) -> str:
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def snapshot(folder: Path | None = None) -> Snapshot:
    """Write the facts of this moment aside, publish them at one stroke and return what was published."""
    place = folder or root()
    place.mkdir(parents=True, exist_ok=True)
    aside = place / f"{_WRITING}{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    position, rows = _write(registry.facts()["dossier"], aside)
    files = {file.name: _sha256(file) for file in sorted(aside.glob("*.parquet"))}
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    said = {"position": position, "rows": rows, "digest": digest, "files": files}
    (aside / _MANIFEST).write_text(json.dumps(said, indent=1, sort_keys=True), encoding="utf-8")
    final = place / f"{position}-{digest[:16]}"
    if final.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(final)
    pointer = place / f"{_POINTER}.{os.getpid()}"
    pointer.write_text(final.name, encoding="utf-8")
    pointer.replace(place / _POINTER)
    _forget_old(place, final)
    return _snapshot(final, said)


def _forget_old(place: Path, newest: Path) -> None:
    old = [one for one in place.iterdir() if one.is_dir() and not one.name.startswith(".") and one != newest]
    old.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for one in old[KEPT - 1 :]:
        shutil.rmtree(one, ignore_errors=True)


def _schema(fact: FactTable) -> dict[str, "pa.DataType"]:
    import pyarrow as pa

    kinds = {
        ColumnKind.KEY: pa.int32(),
        ColumnKind.DAY: pa.date32(),
        ColumnKind.WORD: pa.int8(),
        ColumnKind.FLAG: pa.bool_(),
        ColumnKind.NUMBER: pa.int64(),
    }
    return {name: kinds[column.kind] for name, column in fact.columns.items()}


def _write(fact: FactTable, folder: Path) -> tuple[int, int]:
    """Write one file for each month; return the position and how many rows there are."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    schema = _schema(fact)
    position, rows, month = -1, 0, None
    writer: pq.ParquetWriter | None = None
    try:
        for batch in _batches(fact, schema):
            position = batch.column("position")[0].as_py()
            for number in pc.unique(batch.column("month")).to_pylist():
                if number != month:
                    if writer is not None:
                        writer.close()
                    file = folder / f"{number // 100:04d}-{number % 100:02d}.parquet"
                    writer = pq.ParquetWriter(file, pa.schema(list(schema.items())), compression="zstd")
                    month = number
                part = batch.filter(pc.equal(batch.column("month"), number)).select(list(schema))
                writer.write_batch(part, row_group_size=_ROWS)  # type: ignore[union-attr]
                rows += part.num_rows
    finally:
        if writer is not None:
            writer.close()
    if not rows:
        pq.write_table(pa.schema(list(schema.items())).empty_table(), folder / "0000-00.parquet")
        position = Watermark.objects.filter(id=1).values_list("position", flat=True).first() or -1
    return position, rows


def _batches(fact: FactTable, schema: Mapping[str, "pa.DataType"]) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa
    from pyarrow import csv

    names = ["position", "month", *schema]
    types = {"position": pa.int64(), "month": pa.int32(), **schema}
    with connection.cursor() as cursor:
        columns = ", ".join(schema)
        with cursor.copy(_COPY.format(columns=columns, table=fact.table)) as copy:
            stream = _Stream(bytes(one) for one in copy)
            first = stream.peek()
            if not first:
                return
            reading = csv.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=csv.ReadOptions(column_names=names, block_size=1 << 24, use_threads=False),
                convert_options=csv.ConvertOptions(
                    column_types=types, null_values=[""], true_values=["t"], false_values=["f"]
                ),
            )
            for batch in reading:
                if batch.num_rows:
                    yield batch


class _Stream(io.RawIOBase):
    """Bytes that come in pieces, as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def readable(self) -> bool:
        return True

    def peek(self) -> bytes:
        if not self._left:
            self._left = next(self._pieces, b"")
        return self._left

    def read(self, size: int = -1) -> bytes:
        found = [self._left]
        length = len(self._left)
        while size < 0 or length < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            found.append(piece)
            length += len(piece)
        whole = b"".join(found)
        cut = len(whole) if size < 0 else size
        self._left = whole[cut:]
        return whole[:cut]
