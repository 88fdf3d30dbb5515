"""States, directions and sources in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary import api
from dinh.indicators.figures import api as figures
from dinh.kernel import law

STATES: dict[api.State, tuple[str | Promise, str]] = {
    api.State.DRAFT: (_("draft"), "quiet"),
    api.State.PROPOSED: (_("waits for approval"), "info"),
    api.State.PUBLISHED: (_("published"), "good"),
}
DIRECTIONS = {
    figures.Direction.HIGHER: _("higher is better"),
    figures.Direction.LOWER: _("lower is better"),
    figures.Direction.NEUTRAL: _("neither, it is only told"),
}
SOURCES = {
    figures.SourceKind.MEASURED: _("measured by the system itself"),
    figures.SourceKind.SELF_REPORTED: _("reported by the agency itself"),
    figures.SourceKind.SURVEY: _("from a survey"),
    figures.SourceKind.OFFICIAL: _("official statistics"),
}


def name_of(one: figures.Definition) -> str:
    return one.name_en if get_language() == "en" else one.name_vi


def law_keys() -> list[tuple[str, str | Promise]]:
    """Return the values of the law that tell a threshold, to choose one."""
    found: list[tuple[str, str | Promise]] = [("", _("none"))]
    for key, values in sorted(law.book().values.items()):
        newest = values[-1]
        if isinstance(newest.value, Mapping) and "threshold" in newest.value:
            limit = f": {newest.value['threshold']} %" if newest.value["threshold"] else ""
            found.append((key, f"{newest.act}, {newest.article}{limit}"))
    return found
