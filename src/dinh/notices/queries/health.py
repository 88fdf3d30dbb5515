"""How the providers fare and how much waits, for those who run the house."""

from datetime import datetime

from dinh.notices.models import Message, ProviderState
from dinh.notices.registry.providers import providers
from dinh.notices.types import OUTSIDE, MessageState, ProviderView

__all__ = ["provider_states", "waiting"]


def provider_states() -> tuple[ProviderView, ...]:
    """Return every configured provider in the order in which they are tried."""
    known = {row.name: row for row in ProviderState.objects.all()}
    found = []
    for way in OUTSIDE:
        for one in providers(way):
            row = known.get(one.name) or ProviderState(name=one.name)
            found.append(
                ProviderView(
                    name=one.name, way=way, kind=one.kind, failures=row.failures, open_until=row.open_until,
                    last_ok_at=row.last_ok_at, last_error=row.last_error,
                )
            )  # fmt: skip
    return tuple(found)


def waiting(*, at: datetime) -> int:
    """Return how many messages are due at `at` and not sent yet."""
    return Message.objects.filter(state=MessageState.QUEUED, next_at__lte=at).count()
