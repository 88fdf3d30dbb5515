"""Kept questions: one's own and those that are shared, newest first."""

from django.db.models import Q

from dinh.indicators.workbench.models import View
from dinh.indicators.workbench.types import ViewShown
from dinh.kernel.actor import Actor

_MOST = 50


def views_of(by: Actor) -> tuple[ViewShown, ...]:
    """Return what somebody may see of kept questions, at most fifty."""
    rows = View.objects.filter(Q(kept_by=by.person_id) | Q(is_shared=True), removed_at__isnull=True).order_by("-id")
    return tuple(
        ViewShown(
            row.public_id, row.name, row.query, row.is_shared, row.kept_by == by.person_id, row.kept_name, row.kept_at
        )
        for row in rows[:_MOST]
    )
