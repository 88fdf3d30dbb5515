"""The handlers of all modules: functions that follow the record. Filled in each module's `apps.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from dinh.ledger.events import Envelope


@dataclass(frozen=True, slots=True)
class Delivered(Envelope):
    """One sealed entry as a handler gets it: the envelope and its place; moments are in Viet Nam's time."""

    position: int


Handle = Callable[[Sequence[Delivered]], None]


@dataclass(frozen=True, slots=True)
class Handler:
    name: str
    kinds: tuple[str, ...]
    handle: Handle


_handlers: dict[str, Handler] = {}


def handler(name: str, *, kinds: Sequence[str]) -> Callable[[Handle], Handle]:
    """Return a decorator that marks a function as a handler of these kinds (`dossiers.*` is a whole module's).

    The function gets up to 500 entries in order, inside a transaction that also keeps its position: what it writes
    to this database counts once. It must be idempotent for anything outside.
    """
    if isinstance(kinds, str) or not kinds:
        raise ValueError("kinds is a list")

    def mark(function: Handle) -> Handle:
        function.ledger_handler = Handler(name, tuple(kinds), function)  # type: ignore[attr-defined]
        return function

    return mark


def register_handlers(module: ModuleType) -> None:
    """Register every marked function of a module; a name taken by another function raises ValueError."""
    for thing in vars(module).values():
        found = getattr(thing, "ledger_handler", None)
        if isinstance(found, Handler):
            register(found)


def register(found: Handler) -> None:
    before = _handlers.get(found.name)
    same = before is not None and before.handle.__qualname__ == found.handle.__qualname__
    if before is not None and not (same and before.handle.__module__ == found.handle.__module__):
        raise ValueError(f"two handlers are named {found.name}")
    _handlers[found.name] = found


def unregister(name: str) -> None:
    """Forget a handler; for tests that declare their own."""
    _handlers.pop(name, None)


def handlers() -> tuple[Handler, ...]:
    return tuple(_handlers[name] for name in sorted(_handlers))
