"""What fills a synthetic province, in order."""

from functools import partial
from pathlib import Path

from django.conf import settings

from dinh.config import loading
from dinh.config.demo.steps import Say, Step, migrate
from dinh.config.demo.synthetic.history import make_history
from dinh.config.demo.synthetic.joint import make_joint, publish_tables
from dinh.config.demo.synthetic.officials import make_officials
from dinh.config.demo.synthetic.scenes import make_scenes
from dinh.directory import api as directory
from dinh.kernel import clock
from dinh.ledger import api as ledger

_CODE = Path(__file__).parents[2]


def steps(*, dossiers: int) -> tuple[Step, ...]:
    """Return the steps of a province with so many synthetic dossiers; each runs again only when its inputs changed."""
    data, own = settings.DINH_DATA, settings.DINH_PROVINCES / settings.DINH_PROVINCE
    return (
        Step("tables", "tables", tuple(sorted(_CODE.rglob("migrations"))), migrate),
        Step("units", "administrative units, before and after 1 July 2025", (data / "admin", data / "geo"), _units),
        Step("agencies", "agencies of the province", (own / "agencies.toml",), _agencies),
        Step(
            "procedures",
            "2,849 procedures of the national catalogue",
            (data / "procedures", own / "procedures.toml"),
            _procedures,
        ),
        Step("forms", "forms made by hand", (_CODE / "forms" / "definitions",), _forms),
        Step("processes", "internal processes to begin with", (_CODE / "processes" / "definitions",), _processes),
        Step("accounts", "accounts of the demonstration", (own / "agencies.toml",), _accounts),
        Step("people", "officials of every agency, invented", (own / "agencies.toml",), _people),
        Step("scores", "published index and an invented self-assessment", (data / "stats",), _scores),
        Step("dossiers", f"{dossiers:,} invented dossiers of the last two years", (), partial(_dossiers, dossiers)),
        Step("scenes", "dossiers of the demonstration's citizen", (), _scenes),
        Step("joint", "decision tables in force, dossiers that wait for other offices", (), _joint),
        Step("seal", "sealing the ledger and computing the figures", (), _seal),
    )


def _units(say: Say) -> None:
    for line in loading.units(at=clock.now()):
        say(line)


def _agencies(say: Say) -> None:
    for line in loading.agencies(at=clock.now()):
        say(line)


def _procedures(say: Say) -> None:
    for line in loading.procedures(at=clock.now())[:1]:
        say(line)


def _forms(say: Say) -> None:
    for line in loading.forms(at=clock.now()):
        say(line)


def _processes(say: Say) -> None:
    for line in loading.processes(at=clock.now()):
        say(line)


def _accounts(say: Say) -> None:
    say(f"{len(directory.create_demo_accounts(at=clock.now()))} accounts")


def _people(say: Say) -> None:
    say(f"{make_officials(at=clock.now())} officials")


def _scores(say: Say) -> None:
    say(loading.scores(at=clock.now())[0])
    say(f"{loading.demo_scores(at=clock.now())} invented values")


def _dossiers(dossiers: int, say: Say) -> None:
    told = make_history(dossiers=dossiers, at=clock.now(), say=say)
    say(f"{told.submissions:,} submissions, {told.dossiers:,} dossiers")
    say(f"{told.people:,} people, {told.entries:,} entries")


def _scenes(say: Say) -> None:
    say(f"{make_scenes(at=clock.now())} dossiers, with papers signed now")


def _joint(say: Say) -> None:
    made = make_joint(at=clock.now())
    say(f"{publish_tables(at=clock.now())} decision tables, {made} dossiers with tasks of other offices")


def _seal(say: Say) -> None:
    ledger.seal()
    say(f"{ledger.deliver()} entries delivered")
