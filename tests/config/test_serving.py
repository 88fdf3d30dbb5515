"""What becomes of serving processes when the one that started them is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dinh.config.demo.environment import name_pages
from dinh.config.management.commands.serve import usual_workers

_PARENT = """
import multiprocessing, time
from dinh.config.wsgi import end_with_parent

def serve():
    end_with_parent()
    time.sleep(60)

children = [multiprocessing.get_context("fork").Process(target=serve) for _ in range(2)]
for child in children:
    child.start()
print(*(child.pid for child in children), flush=True)
time.sleep(60)
"""


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_serving_processes_end_with_a_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert [_is_running(pid) for pid in children] == [True, True]
        os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while any(map(_is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [_is_running(pid) for pid in children] == [False, False]


@pytest.mark.parametrize(("cores", "workers"), [(0, 1), (1, 1), (2, 2), (4, 4), (64, 4)])
def test_unasked_there_is_a_serving_process_for_each_core_up_to_four(cores: int, workers: int) -> None:
    assert usual_workers(cores) == workers


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["serve"], "http://127.0.0.1:8000"),
        (["serve", "--port", "8123"], "http://127.0.0.1:8123"),
        (["serve", "--port=8124"], "http://127.0.0.1:8124"),
    ],
)
def test_pages_name_the_port_they_are_served_on(
    arguments: list[str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Set before it is taken away, so that it is as before when the test is over.
    monkeypatch.setenv("DINH_PUBLIC_URL", "")
    monkeypatch.delenv("DINH_PUBLIC_URL")
    name_pages(arguments)
    assert os.environ["DINH_PUBLIC_URL"] == address


def test_pages_keep_the_address_the_operator_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINH_PUBLIC_URL", "https://tinh.example.vn")
    name_pages(["serve", "--port", "8123"])
    assert os.environ["DINH_PUBLIC_URL"] == "https://tinh.example.vn"
