"""Modules see each other through their doors, and floors look down only."""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import (
    APPLETS,
    ASSETS,
    DOORS,
    FREE_MODULES,
    LEVEL,
    OPEN_MODULES,
    SOURCE,
    STACK,
    Import,
    homes,
    imports,
    module_of,
    python_files,
)


def test_only_the_modules_of_the_stack_exist() -> None:
    found = {folder.name for folder in SOURCE.iterdir() if folder.is_dir() and not folder.name.startswith("__")}
    assert found == set(STACK)


def test_strangers_come_through_the_door() -> None:
    wrong = []
    for file in python_files():
        here = module_of(file)
        if here == "config":
            continue
        for found in imports(file):
            module, *rest = found.target.split(".")[1:]
            if module != here and module not in OPEN_MODULES and (not rest or rest[0] not in DOORS):
                wrong.append(str(found))
    assert wrong == []


def test_modules_import_downwards_only() -> None:
    order = {name: place for place, name in enumerate(STACK)}
    wrong = []
    for file in python_files():
        here = module_of(file)
        for found in imports(file):
            target = found.target.split(".")[1]
            if here and target in order and order[target] < order[here]:
                wrong.append(str(found))
    assert wrong == []


def test_ledger_and_design_do_not_know_each_other() -> None:
    sideways = {("ledger", "design"), ("design", "ledger")}
    wrong = [
        str(found)
        for file in python_files()
        for found in imports(file)
        if (module_of(file), found.target.split(".")[1]) in sideways
    ]
    assert wrong == []


@pytest.mark.parametrize("home", homes(), ids=lambda home: str(home.relative_to(SOURCE)))
def test_a_module_has_only_known_floors(home: Path) -> None:
    names = {entry.name.removesuffix(".py") if entry.suffix == ".py" else entry.name for entry in home.iterdir()}
    assert names - set(LEVEL) - ASSETS - {"__init__"} == set()


def _floor(home: Path, file: Path) -> str:
    return file.relative_to(home).parts[0].removesuffix(".py")


def _target_floor(home: Path, found: Import) -> str | None:
    prefix = "dinh." + ".".join(home.relative_to(SOURCE).parts) + "."
    return found.target.removeprefix(prefix).split(".")[0] if found.target.startswith(prefix) else None


@pytest.mark.parametrize("home", homes(), ids=lambda home: str(home.relative_to(SOURCE)))
def test_floors_look_down_only(home: Path) -> None:
    wrong = []
    for file in python_files(home):
        here = _floor(home, file)
        for found in imports(file):
            target = _target_floor(home, found)
            if target in LEVEL and here in LEVEL and LEVEL[target] < LEVEL[here] and here != "apps":
                wrong.append(str(found))
    assert wrong == []


@pytest.mark.parametrize("home", homes(), ids=lambda home: str(home.relative_to(SOURCE)))
def test_rules_are_plain_python(home: Path) -> None:
    wrong = []
    for floor in ("policies", "workflow", "events", "types"):
        for file in [home / f"{floor}.py", *(home / floor).rglob("*.py")]:
            if not file.exists():
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                # Only the words of a refusal may come from Django: lazy translation has no state.
                wrong += [
                    f"{file.relative_to(SOURCE)}: {name}"
                    for name in names
                    if name.startswith("django") and name != "django.utils.translation"
                ]
    assert wrong == []


def test_applets_know_each_other_by_their_api() -> None:
    wrong = []
    for module, applets in APPLETS.items():
        for applet in applets:
            for file in python_files(SOURCE / module / applet):
                for found in imports(file):
                    parts = found.target.split(".")[1:]
                    if parts[0] == module and len(parts) > 2 and parts[1] in applets and parts[1] != applet:
                        wrong += [] if parts[2] in DOORS else [str(found)]
    assert wrong == []


def test_free_modules_are_few() -> None:
    assert {"config", "kernel", "design"} == FREE_MODULES
