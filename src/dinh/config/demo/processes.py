"""The processes of a running province: one web server and one worker, stopped together."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

_READY_SECONDS = 60
_STOP_SECONDS = 10


class House:
    """Start the parts, wait until they answer, keep them until told to stop."""

    def __init__(self, *, port: int, threads: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._commands = {
            "web": ["serve", "--port", str(port), "--threads", str(threads)],
            "worker": ["worker"],
        }
        self._parts: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def start(self) -> None:
        for name, arguments in self._commands.items():
            command = [sys.executable, "-m", "dinh.config.cli", *arguments]
            # A group of its own, so that Ctrl-C reaches the parts through us only, in order.
            self._parts[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own command

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            self._raise_if_dead()
            try:
                with urllib.request.urlopen(f"{self._url}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
                    if answer.status == 200:  # noqa: PLR2004 - HTTP
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise SystemExit("the web server does not answer; see the messages above")

    def run(self) -> None:
        """Keep running until Ctrl-C or a part dies, then stop everything."""
        signal.signal(signal.SIGTERM, self._on_signal)
        try:
            while not self._stopping:
                self._raise_if_dead()
                time.sleep(0.5)
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()

    def stop(self) -> None:
        for part in self._parts.values():
            if part.poll() is None:
                part.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for part in self._parts.values():
            try:
                part.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                part.kill()
                part.wait()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._stopping = True

    def _raise_if_dead(self) -> None:
        for name, part in self._parts.items():
            if part.poll() is not None:
                self.stop()
                raise SystemExit(f"the {name} process ended with code {part.returncode}")
