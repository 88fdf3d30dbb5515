"""Who is called next, and how a number is written."""

from collections.abc import Sequence

from dinh.desk.types import LETTERS, Topic

# After so many priority numbers in a row somebody without priority is called, so that nobody waits for ever.
PRIORITY_IN_A_ROW = 2


def code_of(topic: Topic, number: int) -> str:
    """Return the number as it is printed and called: "A007", "A1234"."""
    return f"{LETTERS[topic]}{number:03d}"


def wants_priority(last_called: Sequence[bool]) -> bool:
    """Tell whether a priority number goes first, from whether the last ones called (newest first) had priority."""
    recent = list(last_called[:PRIORITY_IN_A_ROW])
    return len(recent) < PRIORITY_IN_A_ROW or not all(recent)


def call_order(waiting: Sequence[tuple[int, bool]], last_called: Sequence[bool]) -> list[int]:
    """Return the ids of the waiting numbers in the order they will be called.

    `waiting` holds (id, has priority) in the order they were taken; `last_called` is newest first.
    """
    ahead = [one for one, is_priority in waiting if is_priority]
    others = [one for one, is_priority in waiting if not is_priority]
    history, order = list(last_called), []
    while ahead or others:
        is_first = bool(ahead) and (not others or wants_priority(history))
        order.append((ahead if is_first else others).pop(0))
        history.insert(0, is_first)
    return order
