"""The faults of the source lists in plain words."""

from django.utils.translation import gettext_lazy

_WORDS = {
    "old name spelled differently from GSO list": gettext_lazy(
        "The conversion table spells the old name differently; the spelling of the statistics office was kept."
    ),
    "old code corrected by name": gettext_lazy("The conversion table had a wrong old code; corrected by the name."),
    "old province code in source table wrong, list value used": gettext_lazy(
        "The conversion table had a wrong province; the list of the statistics office was followed."
    ),
    "source row without an old commune": gettext_lazy("The row is about land outside any commune."),
    "district without communes (island district)": gettext_lazy("An island district that had no communes."),
    "type column differs from name": gettext_lazy("The type column differs from the name; the name was followed."),
    "type column changed, name did not": gettext_lazy(
        "The list changed the type but not the name; nothing was changed here."
    ),
    "code differs between sources": gettext_lazy("Two lists give two codes; both are kept."),
    "sapnhap.bando gives another type for this unit": gettext_lazy(
        "The map publisher gives another type; the statistics office was followed."
    ),
    "spelling in source table": gettext_lazy("Misspelled in the table; corrected."),
    "one list took back what another said": gettext_lazy(
        "One list took back what the one before had said; the day with a resolution was followed."
    ),
    "listed again after its end, not counted": gettext_lazy(
        "Listed again years after it was merged; not counted, as in the official number."
    ),
    "named successor did not exist that day": gettext_lazy(
        "The successor named by the list did not exist that day; the successor is shown as not known."
    ),
    "parent not on the list of that day": gettext_lazy("Its district was not on the list of that day."),
    "known from the news only": gettext_lazy("Known from the news only; not entered until the resolution is at hand."),
}

_LISTS = {
    "crosswalk_commune": gettext_lazy("Conversion table of 1 July 2025"),
    "unit_changes": gettext_lazy("Lists 2019-2025"),
    "commune_successor": gettext_lazy("List of former names"),
    "districts_old": gettext_lazy("Districts until 30 June 2025"),
    "communes_old": gettext_lazy("Communes until 30 June 2025"),
    "communes_new": gettext_lazy("Communes since 1 July 2025"),
    "provinces_new": gettext_lazy("Provinces since 1 July 2025"),
}


def list_words(table: str) -> str:
    """Return the name of a source list in the reader's language."""
    return str(_LISTS.get(table, table))


def fault_words(fault: str) -> str:
    """Return a fault in the reader's language; a fault without a translation as the source names it."""
    return str(_WORDS.get(fault, fault))
