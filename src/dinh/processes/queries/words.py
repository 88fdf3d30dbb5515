"""Roles, acts and times in words of the language on screen."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from dinh.processes import registry
from dinh.processes.types import Act, Node, VersionState

__all__ = ["ACTS", "AGENCY_PLACES", "KINDS", "ROLES", "STATES", "place_words", "time_words"]

ROLES: dict[str, Promise] = {
    "mot_cua": gettext_lazy("One-stop desk"),
    "specialist": gettext_lazy("Specialist"),
    "head": gettext_lazy("Head of division"),
    "clerk": gettext_lazy("Clerk"),
    "cashier": gettext_lazy("Cashier"),
    "leader": gettext_lazy("Leader"),
    "data_officer": gettext_lazy("Data officer"),
    "operator": gettext_lazy("Operator"),
}
ACTS: dict[Act, Promise] = {
    Act.RECEIVE: gettext_lazy("Receive"),
    Act.ASSIGN: gettext_lazy("Assign"),
    Act.PROCESS: gettext_lazy("Process"),
    Act.VERIFY: gettext_lazy("Verify"),
    Act.CONSULT: gettext_lazy("Give an opinion"),
    Act.SIGN: gettext_lazy("Sign"),
    Act.HAND_OVER: gettext_lazy("Hand over"),
}
AGENCY_PLACES: dict[str, Promise] = {
    "receiving": gettext_lazy("Receiving office"),
    "competent": gettext_lazy("Competent agency"),
}
KINDS: dict[str, Promise] = {
    "one_stop": gettext_lazy("Default of all procedures"),
    "same_day": gettext_lazy("Default of same-day procedures"),
}
STATES: dict[VersionState, Promise] = {
    VersionState.DRAFT: gettext_lazy("Draft"),
    VersionState.PUBLISHED: gettext_lazy("In force"),
    VersionState.RETIRED: gettext_lazy("Replaced"),
}


def place_words(place: str) -> str:
    """Return a kind of agency as people read it, "" for nothing: an agency itself has its own name."""
    return str(AGENCY_PLACES.get(place) or registry.agency_words().get(place, place))


def time_words(node: Node) -> str:
    """Return the time of a step: its own limit, its share of the whole, or nothing."""
    if node.limit is not None:
        return node.limit.in_english() if get_language() == "en" else str(node.limit)
    return f"{node.share} %" if node.share else ""
