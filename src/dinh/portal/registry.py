"""The rooms of the house: which pages a person works in, by the roles of their post."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.kernel.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Room:
    """One way to go; `roles` None opens it to every post. Rooms off the `bar` stand on the first page only."""

    title: str | Promise
    about: str | Promise
    href: str
    icon: str
    roles: frozenset[str] | None = None
    bar: str | Promise = ""


_DESK = frozenset({Role.MOT_CUA, Role.SPECIALIST, Role.HEAD})
_WALL = directory.roles_for(directory.Action.WALL_READ)
_LEDGER = directory.roles_for(directory.Action.LEDGER_READ)

ROOMS: tuple[Room, ...] = (
    Room(
        _("Desk"), _("Dossiers that wait for you, the most urgent first."), "/ban-lam-viec/", "work", _DESK, _("Desk")
    ),
    Room(
        _("The wall"),
        _("The province today: six figures, the map, who is late."),
        "/dieu-hanh/",
        "home",
        _WALL,
        _("The wall"),
    ),
    Room(
        _("Search"),
        _("Dossiers, procedures and places, by code or by words without tones."),
        "/tim/",
        "search",
        None,
        _("Search"),
    ),
    Room(
        _("Notices"),
        _("Reminders of your work, and appointments that were counted anew."),
        "/thong-bao/co-quan/",
        "info",
        None,
        _("Notices"),
    ),
    Room(
        _("What people are told"),
        _("The words of the house in every notice, and what a text message costs."),
        "/thong-bao/mau/",
        "info",
        frozenset({Role.OPERATOR, Role.DATA_OFFICER}),
    ),
    Room(_("Procedures"), _("What a person needs, how long it takes, what it costs."), "/thu-tuc/", "list", None, ""),
    Room(
        _("Faults of the catalogue"),
        _("Where the national catalogue cannot be read as it stands."),
        "/so-lieu/thu-tuc/",
        "warning",
        directory.roles_for(directory.Action.PROCEDURE_FAULTS),
        _("Catalogue"),
    ),
    Room(
        _("Money against the bank"),
        _("Each day's orders beside the bank's statement, and what differs."),
        "/so-lieu/doi-soat/",
        "money",
        directory.roles_for(directory.Action.PAYMENT_RECONCILE),
        _("Reconciliation"),
    ),
    Room(
        _("What our figures mean"),
        _("Each indicator with its formula, its base and its law."),
        "/chi-tieu/",
        "info",
        None,
        _("Indicators"),
    ),
    Room(
        _("The ledger"),
        _("Every act with its proof; any entry can be checked."),
        "/so-cai/",
        "proof",
        _LEDGER,
        _("Ledger"),
    ),
    Room(
        _("Corrected calendar"),
        _("Appointments that stand on an older calendar, and what each correction moved."),
        "/ban-lam-viec/lich/",
        "calendar",
        frozenset({Role.OPERATOR, Role.DATA_OFFICER, Role.LEADER}),
    ),
    Room(
        _("Undelivered entries"),
        _("What a part of the system could not take in, and why."),
        "/so-cai/ton-dong/",
        "breach",
        frozenset({Role.OPERATOR}),
        _("Undelivered"),
    ),
    Room(_("Old and new places"), _("Which unit of today an old address belongs to."), "/dia-danh/", "place", None, ""),
)

NOTICES = "/thong-bao/"
CITIZEN_ROOMS: tuple[Room, ...] = (
    Room(_("Procedures"), "", "/thu-tuc/", "list", None, _("Procedures")),
    Room(_("My dossiers"), "", "/toi/ho-so/", "folder", None, _("My dossiers")),
    Room(_("Notices"), "", NOTICES, "info", None, _("Notices")),
    Room(_("My papers"), "", "/kho-giay-to/", "store", None, _("My papers")),
)


def rooms_of(actor: Actor) -> tuple[Room, ...]:
    """Return where this person may go, in the order of a working day; nobody signed in has none."""
    if actor.is_citizen:
        return CITIZEN_ROOMS
    if not actor.is_official:
        return ()
    return tuple(room for room in ROOMS if room.roles is None or actor.has_role(*room.roles))
