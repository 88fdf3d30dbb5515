"""Who carries messages: the plugins of this installation, per way in the order in which they are tried."""

from collections.abc import Mapping
from typing import Protocol

from dinh.notices.types import OUTSIDE, Outgoing, SignedReceipt, Way


class ProviderDown(Exception):
    """The provider does not answer or cannot work at all; the next one is tried, and it rests after a while."""


class TryLater(Exception):
    """The provider works, this one message cannot be taken now."""


class Refused(Exception):
    """Not this message, ever: the address does not exist, or the provider refuses it."""


class Forged(Exception):
    """A receipt whose signature is wrong."""


class Provider(Protocol):
    """`name` is this installation's own and stands in the record; `kind` is the plugin's."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    def send(self, message: Outgoing) -> str:
        """Hand one message over and return the provider's reference ("" without); raise one of the three above."""
        ...

    def read_receipt(self, body: bytes, headers: Mapping[str, str]) -> SignedReceipt:
        """Return what a call-back says; raise Forged, or ValueError when it cannot be read."""
        ...


_carriers: dict[Way, tuple[Provider, ...]] = dict.fromkeys(OUTSIDE, ())


def set_providers(way: Way, providers: tuple[Provider, ...]) -> None:
    """Choose who carries this way; called once in `apps.ready()`, and by tests."""
    _carriers[way] = providers


def providers(way: Way) -> tuple[Provider, ...]:
    return _carriers[way]


def provider(name: str) -> tuple[Way, Provider] | None:
    return next(((way, one) for way, found in _carriers.items() for one in found if one.name == name), None)
