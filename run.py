#!/usr/bin/env python3
"""Run Đình with nothing but Python 3.11: `python3 run.py demo | test | check | bench | docs`.

Only the standard library is used here: the environment is made first, then the work is handed over to it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = Path(os.environ.get("DINH_HOME") or ROOT / ".dinh")
VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
DINH = VENV / "bin" / "dinh"
REQUIREMENTS = {kind: ROOT / "requirements" / f"{kind}.txt" for kind in ("run", "dev", "cluster", "peers")}
USAGE = __doc__ or ""


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def call(*command: object, **variables: str) -> None:
    """Run a command; end with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **variables}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def make_environment(kind: str) -> None:
    """Make the virtual environment with exactly the pinned packages, unless it already has them."""
    wanted = hashlib.sha256(REQUIREMENTS[kind].read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f".installed-{kind}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    say(f"making the environment in {VENV} (once)")
    if not PYTHON.exists():
        _make_venv()
    if not _install_with_uv(kind):
        call(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS[kind])
    _link_source()
    for other in VENV.glob(".installed-*"):
        other.unlink()
    stamp.write_text(wanted)
    if kind == "dev":  # the development environment holds everything the running one needs
        run = hashlib.sha256(REQUIREMENTS["run"].read_bytes() + sys.version.encode()).hexdigest()
        (VENV / ".installed-run").write_text(run)
    say(f"environment ready in {time.monotonic() - started:.0f} s")


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit("Python lacks its venv module. On Debian or Ubuntu: apt-get install python3-venv")
    HOME.mkdir(parents=True, exist_ok=True)
    venv.create(VENV, with_pip=True, symlinks=True, clear=True)


def _link_source() -> None:
    """Let the environment find `src/` and the `dinh` command: no build step, nothing copied."""
    packages = next((VENV / "lib").glob("python3.*/site-packages"))
    (packages / "dinh.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    DINH.write_text(f"#!{PYTHON}\nfrom dinh.config.cli import main\n\nmain()\n", encoding="utf-8")
    DINH.chmod(0o755)


def _install_with_uv(kind: str) -> bool:
    """Install with uv, which is several times faster than pip; say whether that worked."""
    uv = shutil.which("uv") or _fetch_uv()
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", REQUIREMENTS[kind]]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    # The second time with the certificates of the machine: the proxy of a network may have one of its own.
    tries: list[dict[str, str]] = [{}, {"UV_SYSTEM_CERTS": "1"}]
    return bool(uv) and any(_quiet(command, {**environment, **more}) for more in tries)


def _fetch_uv() -> str:
    pins = ROOT / "requirements" / "uv.txt"
    fetched = _quiet([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", pins], dict(os.environ))
    return str(VENV / "bin" / "uv") if fetched else ""


def _quiet(command: "list[object]", environment: "dict[str, str]") -> bool:
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False, capture_output=True).returncode == 0


def install_extra(kind: str, what: str, lost: str) -> None:
    """Install what only some tests or measures need; say loudly what is left out when that fails."""
    stamp, wanted = VENV / f".{kind}", hashlib.sha256(REQUIREMENTS[kind].read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"installing {what} (once)")
    if _install_with_uv(kind):
        stamp.write_text(wanted)
    else:
        say(f"!!! NOT INSTALLED: {what}. {lost}")


def install_cluster() -> None:
    """Install Spark, which runs where Java is."""
    install_extra("cluster", "Spark, a few hundred megabytes", "TESTS AND MEASURES OF THE CLUSTER WILL BE SKIPPED.")


def install_browser() -> None:
    """Install the system browser, PDF tools and Java where apt may; say loudly what is skipped where it may not."""
    wanted = [
        ("chromium", "chromium"),
        ("pdfsig", "poppler-utils"),
        ("zbarimg", "zbar-tools"),
        ("java", "openjdk-17-jre-headless"),
    ]
    missing = [package for program, package in wanted if shutil.which(program) is None]
    if not missing:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say(f"installing {' '.join(missing)}")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *missing]):
            subprocess.run(command, env=environment, **quiet)  # type: ignore[call-overload]
    left = [program for program, _package in wanted if shutil.which(program) is None]
    if left:
        say(f"!!! NOT INSTALLED: {', '.join(left)}. TESTS THAT NEED THEM WILL BE SKIPPED.")


def demo(arguments: list[str]) -> None:
    """Bring up a whole synthetic province on this machine."""
    make_environment("run")
    os.environ.setdefault("DINH_HOME", str(HOME))
    os.execv(DINH, [str(DINH), "demo", *arguments])


def test(arguments: list[str]) -> None:
    """Run every check and every test."""
    started = time.monotonic()
    make_environment("dev")
    install_browser()
    install_cluster()
    if not arguments:
        check([])
    apart = ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder"]
    processes = [] if any(argument.startswith("-n") for argument in arguments) else apart
    # A home of its own: what another run left behind, half way through whatever it did, is nobody's to mend.
    with tempfile.TemporaryDirectory(prefix="dinh-test-", ignore_cleanup_errors=True) as home:
        try:
            call(PYTHON, "-m", "pytest", *processes, *arguments, DINH_HOME=home)
        finally:
            _quiet([DINH, "stop"], {**os.environ, "DINH_HOME": home})
    say(f"all of it in {time.monotonic() - started:.0f} s")


def check(arguments: list[str]) -> None:
    """Hold the house to its rules: form, types, contracts, sizes, words, migrations."""
    del arguments
    make_environment("dev")
    tools = VENV / "bin"
    say("ruff")
    call(tools / "ruff", "check", "--quiet")
    call(tools / "ruff", "format", "--check", "--quiet")
    say("import contracts")
    call(tools / "lint-imports", "--no-cache")
    say("types")
    call(tools / "mypy", DJANGO_SETTINGS_MODULE="dinh.config.settings")
    say("templates")
    call(tools / "djlint", "src", "--lint", "--quiet")
    say("words on screen")
    call(DINH, "catalogue", "check")
    say("migrations")
    call(DINH, "makemigrations", "--check", "--dry-run")
    say("the shape of the house")
    call(PYTHON, "-m", "pytest", "tests/architecture", "-q", "-p", "no:randomly")


def bench(arguments: list[str]) -> None:
    """Measure speed beside its baselines and print the ratios."""
    make_environment("dev")
    install_cluster()
    install_extra("peers", "pandas, to measure beside", "IT IS LEFT OUT.")
    call(PYTHON, "-m", "bench", *arguments)


def docs(arguments: list[str]) -> None:
    """Make the generated pages and pictures of docs/ anew."""
    del arguments
    make_environment("dev")
    call(DINH, "docs")


COMMANDS = {"demo": demo, "test": test, "check": check, "bench": bench, "docs": docs}


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Đình needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(USAGE)
    COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
