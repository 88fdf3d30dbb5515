"""What a demonstration needs set before settings are read: a free port, and the marks of a synthetic province."""

import os
import socket
import sys

FIRST_PORT = 8000
_TRIES = 50


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _wanted_port(arguments: list[str]) -> int:
    for place, argument in enumerate(arguments):
        if argument == "--port" and place + 1 < len(arguments):
            return int(arguments[place + 1])
        if argument.startswith("--port="):
            return int(argument.removeprefix("--port="))
    return FIRST_PORT


def free_port(wanted: int) -> int:
    """Return `wanted` or the next free port, and say so when it is another."""
    for port in range(wanted, wanted + _TRIES):
        if _is_free(port):
            if port != wanted:
                sys.stdout.write(f"» port {wanted} is taken by another program; using {port}\n")
            return port
    raise SystemExit(f"no free port between {wanted} and {wanted + _TRIES}")


def name_pages(arguments: list[str]) -> None:
    """Have pages name the port they are served on, where nobody said how they are reached."""
    os.environ.setdefault("DINH_PUBLIC_URL", f"http://127.0.0.1:{_wanted_port(arguments)}")


def prepare(arguments: list[str]) -> None:
    """Set the variables of a demonstration for this process and the ones it starts."""
    port = free_port(_wanted_port(arguments))
    os.environ["DINH_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    os.environ["DINH_SYNTHETIC"] = os.environ["DINH_SIMULATORS"] = "1"
