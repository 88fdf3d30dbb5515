"""People who press a button until they are answered, while somebody keeps pulling the plug."""

import http.client
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from bench.rig import Rig
from bench.visitor import Answer, Visitor

Press = Callable[[Visitor], Answer]
_AGAIN = 503


class Crowd:
    """Work through `presses`, each by one of a few visitors; one that is not answered is pressed again."""

    def __init__(self, rig: Rig, presses: Sequence[tuple[str, Press]], visitors: int = 4) -> None:
        self._rig = rig
        self._left = deque(presses)
        self.answers: list[Answer] = []
        self.repeats = 0
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(visitors)]

    def _work(self) -> None:
        while True:
            try:
                session, press = self._left.popleft()
            except IndexError:
                return
            self.answers.append(self._insist(Visitor(self._rig.port, session, 10.0), press))

    def _insist(self, visitor: Visitor, press: Press) -> Answer:
        while True:
            try:
                answer = press(visitor)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status != _AGAIN:
                visitor.hang_up()
                return answer
            self.repeats += 1
            time.sleep(0.05)

    def run(self, disturb: Callable[[], None], times: int) -> None:
        """Let them press, and disturb so many times, each after another few answers and a moment."""
        dice, total = random.Random(), len(self._left)  # noqa: S311
        for thread in self._threads:
            thread.start()
        for turn in range(times):
            self._wait_for(dice.randint(turn * total // times, (turn + 1) * total // times - 1))
            time.sleep(dice.uniform(0, 0.05))
            disturb()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive()

    def _wait_for(self, answers: int) -> None:
        while len(self.answers) < answers and any(thread.is_alive() for thread in self._threads):
            time.sleep(0.001)


def pull_the_plug(rig: Rig, name: str = "web") -> None:
    """Kill a part with all its processes and start it anew."""
    rig.kill(name)
    rig.start(name)
    if name == "web":
        rig.wait()


def filings(people: dict[str, Any]) -> list[tuple[str, Press]]:
    """The press on 'send' for every draft, the people in turn."""
    code, found = people["code"], []
    for drafts in zip(*(one["drafts"] for one in people["citizens"]), strict=True):
        for one, draft in zip(people["citizens"], drafts, strict=True):
            path = f"/nop-ho-so/{code}/{draft}/kiem-tra/"
            found.append((one["session"], lambda visitor, path=path: visitor.post(path, is_true="on")))  # type: ignore[misc]
    return found


def presses(session: str, paths: Sequence[str], **fields: str) -> list[tuple[str, Press]]:
    return [(session, lambda visitor, path=path: visitor.post(path, **fields)) for path in paths]  # type: ignore[misc]
