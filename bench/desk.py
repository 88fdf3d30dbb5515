"""The desk of one commune as its house fills: create, read, the first hundred of a queue, one person's 872 dossiers.

As ordinary officers of one commune, one and ten at once, with 3,500 and 62,000 dossiers; DINH_BENCH_DOSSIERS names
other sizes (1000000 for a large province). A dossier with 435 papers opens beside one with 5. The baseline of each
line is the same act at one client in the first house of the run.
"""

import os
import re
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench import rig as houses
from bench.report import Measure
from bench.visitor import Visitor

TITLE = "The desk of one commune"
SIZES = tuple(int(one) for one in os.environ.get("DINH_BENCH_DOSSIERS", "3500,62000").split(","))
TIMES = int(os.environ.get("DINH_BENCH_TIMES", "20"))
CLIENTS = (1, 10)
# A number none of the invented have: theirs begin with 0100.
PERSON, MANY, PHONE = 872, 435, "0109872872"
_WARMING = 3
_PATIENCE = 120.0
_PAGES = 4
_NEXT = re.compile(r'href="(\?[^"]*tiep=[^"]+)"')
_DESK, _OFFICER = "motcua.xuanhuong", "chuyenvien.xuanhuong"
# The newest of the house belong to one person now, by the telephone number that people are looked up with.
_ONE_PERSON = """
WITH own AS (SELECT id, applicant_phone AS phone FROM dossiers_dossier
             WHERE is_synthetic AND applicant_phone <> '' ORDER BY received_at DESC LIMIT %(person)s)
UPDATE dossiers_dossier AS one SET applicant_phone = %(phone)s::text,
       search_text = replace(search_text, own.phone, %(phone)s::text) FROM own WHERE own.id = one.id
"""
_OWN = """
SELECT public_id, submission_id FROM dossiers_dossier WHERE handling_agency_id =
    (SELECT agency.public_id FROM directory_identity_post AS post JOIN directory_identity_account AS account
     USING (person_id) JOIN directory_identity_agency AS agency ON agency.id = post.agency_id
     WHERE account.username = %s LIMIT 1)
AND EXISTS (SELECT 1 FROM dossiers_part AS part WHERE part.submission_id = dossiers_dossier.submission_id)
ORDER BY received_at DESC LIMIT 22
"""


@dataclass(frozen=True, slots=True)
class Act:
    """What one client does at its turn; `number` counts through all clients."""

    name: str
    do: Callable[[Visitor, int], None]
    who: str
    aim: str = ""
    clients: Sequence[int] = CLIENTS


def run() -> list[Measure]:
    found: list[Measure] = []
    first: dict[str, float] = {}
    for size in SIZES:
        with houses.house(size, parts={"web": ()}) as rig:
            found += _measured(rig, size, first)
    return found


def _measured(rig: houses.Rig, size: int, first: dict[str, float]) -> list[Measure]:
    people = rig.told("bench.inside", "people", "1", str(2 * TIMES + 40))
    officials: Any = people["officials"]
    with psycopg.connect(rig.variables["DATABASE_OWNER_URL"], autocommit=True) as link:
        acts = _acts(rig, link, people)
    lines = []
    for act in acts:
        for clients in act.clients:
            spent = _spent(rig.port, officials[act.who], act, clients)
            middle = 1000 * statistics.median(spent)
            usual = first.setdefault(act.name, middle)
            what = f"{size:,} dossiers, {clients} client{'s' * (clients > 1)}: {act.name}"
            lines += [
                Measure(f"{what}, p50", middle, "ms", f"one client, {SIZES[0]:,} dossiers, ms", usual),
                Measure(f"{what}, p95", 1000 * sorted(spent)[int(0.95 * (len(spent) - 1))], "ms", aim=act.aim),
            ]
    return lines


def _acts(rig: houses.Rig, link: psycopg.Connection[Any], people: dict[str, Any]) -> Sequence[Act]:
    link.execute(_ONE_PERSON, {"person": PERSON, "phone": PHONE})
    own = link.execute(_OWN, [_OFFICER]).fetchall()
    few, many = own.pop(), own.pop()
    for (dossier, submission), papers in ((few, 5), (many, MANY)):
        _give_papers(link, dossier, submission, papers)
    link.execute("ANALYZE dossiers_dossier, dossiers_part")
    citizen, code = people["citizens"][0], people["code"]
    sender = Visitor(rig.port, citizen["session"])
    # Sent beforehand: what is timed is the receipt, which makes the dossier.
    for draft in citizen["drafts"]:
        _must(302, sender.post(f"/nop-ho-so/{code}/{draft}/kiem-tra/", is_true="on").status)
    sender.hang_up()
    drafts = iter(citizen["drafts"])

    def create(who: Visitor, _number: int) -> None:
        _must(302, who.post(f"/ban-lam-viec/ho-so-moi/{next(drafts)}/tiep-nhan/").status)

    def opened(dossiers: Sequence[str]) -> Callable[[Visitor, int], None]:
        paths = [f"/ban-lam-viec/ho-so/{dossier}/" for dossier in dossiers]
        return lambda who, number: _must(200, who.get(paths[number % len(paths)]).status)

    return (
        Act("create (receive)", create, _DESK),
        Act("read one", opened([dossier for dossier, _submission in own]), _OFFICER, "at most 100 ms"),
        Act("read one of 5 papers", opened([few[0]]), _OFFICER),
        Act(f"read one of {MANY} papers", opened([many[0]]), _OFFICER, "as fast as one of 5"),
        Act("queue, four pages of 30", _queue, _OFFICER, "at most 100 ms a page"),
        Act(f"first page of one person's {PERSON}", _person_page, _DESK, "at most 100 ms"),
        Act(f"all of one person's {PERSON} as CSV", _person_whole, _DESK, clients=(1,)),
    )


def _queue(who: Visitor, _number: int) -> None:
    path = "/ban-lam-viec/?hang=dang-mo"
    for _page in range(_PAGES):
        answer = who.get(path)
        _must(200, answer.status)
        more = _NEXT.search(answer.text)
        if more is None:
            break
        path = "/ban-lam-viec/" + more[1].replace("&amp;", "&")


def _person_page(who: Visitor, _number: int) -> None:
    answer = who.get(f"/ban-lam-viec/tim/?q={PHONE}")
    _must(200, answer.status)
    _must(True, _NEXT.search(answer.text) is not None)


def _person_whole(who: Visitor, _number: int) -> None:
    _must(PERSON, who.get(f"/ban-lam-viec/xuat/?q={PHONE}").text.count("\n") - 1)


def _must(wanted: object, found: object) -> None:
    if wanted != found:
        raise RuntimeError(f"{found} instead of {wanted}")


def _give_papers(link: psycopg.Connection[Any], dossier: str, submission: int, wanted: int) -> None:
    """Let a case have exactly so many papers: copies of one of its own."""
    named = link.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'dossiers_part'::regclass AND attnum > 0"
        " AND NOT attisdropped AND attname <> 'id'"
    ).fetchall()
    link.execute(
        "DELETE FROM dossiers_part WHERE submission_id = %s AND id <> (SELECT min(id) FROM dossiers_part"
        " WHERE submission_id = %s)", [submission, submission]
    )  # fmt: skip
    changed = {"public_id": "'cmp_' || left(md5(public_id || place), 26)", "seq": "1000 + place"}
    values = ", ".join(changed.get(name, name) for (name,) in named)
    link.execute(
        f"INSERT INTO dossiers_part ({', '.join(name for (name,) in named)}) SELECT {values} FROM dossiers_part,"
        " generate_series(1, %s) AS place WHERE submission_id = %s", [wanted - 1, submission]
    )  # fmt: skip
    del dossier


def _spent(port: int, session: str, act: Act, clients: int) -> list[float]:
    """Let so many clients do the act in turn, as many times together as one alone; return the seconds of each."""
    spent: list[float] = []
    wrong: list[BaseException] = []
    each = -(-TIMES // clients)

    def work(place: int) -> None:
        who = Visitor(port, session, seconds=_PATIENCE)
        try:
            for number in range(-1 if clients > 1 else -_WARMING, each):
                began = time.perf_counter()
                act.do(who, place + number * clients)
                if number >= 0:
                    spent.append(time.perf_counter() - began)
        except (RuntimeError, OSError) as fault:
            wrong.append(fault)
        who.hang_up()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{act.name}: {wrong[0]}")
    return spent
