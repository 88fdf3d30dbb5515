"""The house as data: its modules in order, the floors of a module, and where its files are."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dinh"

STACK = (
    "config",
    "portal",
    "indicators",
    "desk",
    "dossiers",
    "payments",
    "forms",
    "processes",
    "procedures",
    "documents",
    "notices",
    "directory",
    "ledger",
    "design",
    "kernel",
)
APPLETS = {"directory": ("units", "identity"), "indicators": ("dictionary", "figures", "quality", "scores")}
# Highest first. Names on one line share a floor and may not import each other's inside by accident of order.
FLOORS = (
    ("apps",),
    ("web", "http", "admin", "management", "templatetags"),
    ("handlers", "tasks", "plugins", "definitions"),
    ("api",),
    ("operations",),
    ("queries",),
    ("registry",),
    ("models",),
    ("policies", "workflow"),
    ("events",),
    ("types",),
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
ASSETS = {"migrations", "templates", "static", "locale", "README.md", "__init__.py", "__pycache__"}
# Other modules may look in through these doors only.
DOORS = {"api", "events"}
OPEN_MODULES = {"kernel", "design"}
FREE_MODULES = {"config", "kernel", "design"}


@dataclass(frozen=True, slots=True)
class Import:
    file: Path
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.target}"


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def python_files(base: Path = SOURCE) -> list[Path]:
    return sorted(file for file in base.rglob("*.py") if "migrations" not in file.parts)


def imports(file: Path) -> list[Import]:
    found = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [Import(file, node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [Import(file, node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return [found_import for found_import in found if found_import.target.startswith("dinh.")]


def module_of(file: Path) -> str:
    parts = file.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


def homes() -> list[Path]:
    """Return every folder with floors: modules, and applets of those that have them."""
    found = []
    for module in STACK:
        if module not in FREE_MODULES:
            found += [SOURCE / module / applet for applet in APPLETS.get(module, ())] or [SOURCE / module]
    return found
