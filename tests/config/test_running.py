"""Which demonstrations run in the small process, and what may be asked of them."""

import argparse
import subprocess
import sys

import pytest

from dinh.config.demo import running


@pytest.mark.parametrize(
    ("arguments", "is_wanted"),
    [
        (["demo"], True),
        (["demo", "--dossiers", "5", "--port", "8001"], True),
        (["demo", "--load-only"], False),
        (["demo", "--help"], False),
        (["serve"], False),
        ([], False),
    ],
)
def test_only_a_running_house_is_kept_by_the_small_process(arguments: list[str], *, is_wanted: bool) -> None:
    assert running.is_wanted(arguments) is is_wanted


def test_options_have_the_province_as_default() -> None:
    parser = argparse.ArgumentParser()
    running.options(parser)
    assert vars(parser.parse_args([])) == {"dossiers": 40_000, "port": 8000, "threads": 8, "load_only": False}


def test_the_small_process_never_loads_django() -> None:
    code = "import sys; from dinh.config.demo import running; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
