"""Make a filled house large by SQL: `python -m bench.million 1000000` inside a house, see `rig.prepared`.

A few thousand dossiers of the invented province are copied with ids, codes, telephones and names of their own, in the
order they would have come, together with their submissions and facts; then the cells are counted anew. Every copy keeps
the mark of what is invented. What copies lack: entries in the ledger (they name those of their original), orders of
their own, and persons of their own; and only the newest have papers, clocks and stories.
"""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

Link = psycopg.Connection[Any]
_SETTINGS = (
    # Copies point only to rows that are there: no need to look up every one.
    "SET session_replication_role = replica",
    "SET maintenance_work_mem = '1GB'",
    "SET work_mem = '256MB'",
    "SET synchronous_commit = off",
)
_STORIES = 100_000
_SHIFT = " + grown.copy * interval '1 second'"
_HEX = "lpad(to_hex(grown.rank), 8, '0')"
_NAMES = """
CREATE TEMP TABLE name AS
SELECT row_number() OVER () - 1 AS n, words[1] AS surname, folded[1] AS surname_folded,
       array_to_string(words[2:cardinality(words) - 1], ' ') AS middle,
       array_to_string(folded[2:cardinality(words) - 1], ' ') AS middle_folded,
       words[cardinality(words)] AS given, folded[cardinality(words)] AS given_folded
FROM (SELECT string_to_array(applicant_name, ' ') AS words,
             string_to_array(split_part(substr(search_text, length(code) + 2), ' ' || applicant_phone, 1), ' ')
                 AS folded
      FROM dossiers_dossier WHERE is_synthetic AND applicant_phone <> '') AS split
WHERE cardinality(words) BETWEEN 3 AND 5 AND cardinality(folded) >= cardinality(words)
"""
_GROWN = """
CREATE TEMP TABLE grown AS
SELECT picked.*, row_number() OVER (ORDER BY received_at, copy, dossier) AS rank
FROM (SELECT id AS dossier, submission_id AS submission, public_id AS dossier_id, received_at, copy
      FROM dossiers_dossier CROSS JOIN generate_series(1, %(copies)s) AS copy
      WHERE is_synthetic AND received_at < now() ORDER BY copy, id LIMIT %(more)s) AS picked
"""
_CALLED = """
CREATE TEMP TABLE called AS
SELECT grown.rank, concat_ws(' ', one.surname, two.middle, three.given) AS full_name,
       concat_ws(' ', one.surname_folded, two.middle_folded, three.given_folded) AS folded,
       '0100' || lpad((grown.rank * 7919 % 1000000)::text, 6, '0') AS phone
FROM grown CROSS JOIN (SELECT count(*) AS many FROM name) AS known
JOIN name AS one ON one.n = grown.rank * 31 % known.many
JOIN name AS two ON two.n = grown.rank * 37 / 3 % known.many
JOIN name AS three ON three.n = grown.rank * 41 / 7 % known.many
"""
_INITIALS = "(SELECT string_agg(left(word, 1), '' ORDER BY place) FROM regexp_split_to_table(called.folded, ' ')"
_INITIALS += " WITH ORDINALITY AS split (word, place))"
_WORDS = (
    f"lower(one.code) || lpad(grown.copy::text, 4, '0') || ' ' || called.folded || ' ' || {_INITIALS} || ' '"
    " || called.phone || ' ' || substr(one.search_text, strpos(one.search_text, ' ' || lower(one.procedure_code)) + 1)"
)
_CODE = "one.code || lpad(grown.copy::text, 4, '0')"
_CALLED_TWICE = {"applicant_name": "called.full_name", "applicant_phone": "called.phone"}
_SUBMISSION, _DOSSIER = "{submissions} + grown.rank", "{dossiers} + grown.rank"


def _moments(*names: str) -> dict[str, str]:
    return {name: f"one.{name}{_SHIFT}" for name in names}


def _public_id(column: str = "public_id") -> dict[str, str]:
    return {column: f"left(one.{column}, -8) || {_HEX}"}


_NEWEST = f"grown.rank > (SELECT max(rank) - {_STORIES} FROM grown)"
_OF_NEWEST = f"one.submission_id = grown.submission AND {_NEWEST}"
# Table, how its rows hang on what is copied, and the columns that differ from the original's.
_TABLES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (
        "dossiers_submission",
        "one.id = grown.submission",
        {
            "id": _SUBMISSION,
            **_public_id(),
            **_CALLED_TWICE,
            "idempotency_key": "NULL",
            **_moments("created_at", "saved_at", "filed_at", "answer_due_at", "answered_at"),
        },
    ),
    (
        "dossiers_dossier",
        "one.id = grown.dossier",
        {
            "id": _DOSSIER,
            "submission_id": _SUBMISSION,
            **_public_id(),
            **_CALLED_TWICE,
            "code": _CODE,
            "search_text": _WORDS,
            **_moments("submitted_at", "received_at", "due_at", "decided_at", "closed_at"),
        },
    ),
    (
        "indicators_dossierfact",
        "one.dossier_id = grown.dossier_id",
        {
            "id": "",
            "code": _CODE,
            **_public_id("dossier_id"),
            **_public_id("submission_id"),
            **_moments("due_at"),
        },
    ),
    ("dossiers_clockentry", f"one.dossier_id = grown.dossier AND {_NEWEST}", {"id": "", "dossier_id": _DOSSIER}),
    ("dossiers_part", _OF_NEWEST, {"id": "", "submission_id": _SUBMISSION, **_public_id()}),
    ("dossiers_act", _OF_NEWEST, {"id": "", "submission_id": _SUBMISSION, **_public_id()}),
)


def grow(url: str, wanted: int) -> None:
    """Copy until the house holds `wanted` dossiers; `url` is the owner's."""
    with psycopg.connect(url, autocommit=True) as link:
        for setting in _SETTINGS:
            link.execute(setting)
        held = _number(link, "SELECT count(*) FROM dossiers_dossier")
        more = wanted - held
        if more <= 0:
            return
        counts = {"copies": -(-more // max(held - 100, 1)) + 1, "more": more}
        link.execute(_NAMES)
        link.execute(_GROWN, counts)
        link.execute(_CALLED)
        for table in ("name", "grown", "called"):
            link.execute(f"ANALYZE {table}")
        last = {
            "submissions": str(_number(link, "SELECT max(id) FROM dossiers_submission")),
            "dossiers": str(_number(link, "SELECT max(id) FROM dossiers_dossier")),
        }
        for table, joined, changed in _TABLES:
            began = time.perf_counter()
            rows = _copy(link, table, joined, {name: value.format(**last) for name, value in changed.items()})
            print(f"{table}: {rows:,} more rows, {time.perf_counter() - began:.0f} s", file=sys.stderr)


def _number(link: Link, query: str) -> int:
    row = link.execute(query).fetchone()
    return int(row[0]) if row else 0


def _copy(link: Link, table: str, joined: str, changed: Mapping[str, str]) -> int:
    """Write the copies of one table with its plain indexes away, and put those back afterwards."""
    named = link.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum", [table]
    )  # fmt: skip
    columns = [name for (name,) in named if changed.get(name) != ""]
    values = ", ".join(changed.get(name, f"one.{name}") for name in columns)
    indexes = _set_aside(link, table)
    rows = link.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM grown JOIN called USING (rank)"
        f" JOIN {table} AS one ON {joined} ORDER BY grown.rank"
    ).rowcount
    for index in indexes:
        link.execute(index)
    link.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    link.execute(f"VACUUM ANALYZE {table}")
    return rows


def _set_aside(link: Link, table: str) -> Sequence[str]:
    """Drop the indexes that hold no constraint and return how to make them again."""
    found = link.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)", [table]
    ).fetchall()  # fmt: skip
    for name, _definition in found:
        link.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def main() -> None:
    import django

    grow(os.environ["DATABASE_OWNER_URL"], int(sys.argv[1]))
    django.setup()
    from dinh.indicators import api as indicators

    cells = indicators.rebuild()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as link:
        link.execute("VACUUM ANALYZE indicators_dailycell, indicators_monthcell")
    print(f"{cells:,} daily cells")


if __name__ == "__main__":
    main()
