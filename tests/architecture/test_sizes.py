"""The tail is capped: long files and functions are where code turns ugly."""

import ast
from pathlib import Path

from tests.architecture.house import ROOT, SOURCE, python_files, tree

FILE_LINES = 400
FUNCTION_LINES = 50
TEMPLATE_LINES = 120
TEST_LINES = 40


def _long_functions(files: list[Path], cap: int) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for file in files
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > cap
    ]


def _long_files(files: list[Path], cap: int) -> list[str]:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    return [f"{file.relative_to(ROOT)}: {length} lines" for file, length in lengths.items() if length > cap]


def test_files_are_short() -> None:
    assert (
        _long_files([*python_files(), *python_files(ROOT / "tests"), *python_files(ROOT / "bench")], FILE_LINES) == []
    )


def test_functions_are_short() -> None:
    assert _long_functions([*python_files(), *python_files(ROOT / "bench"), ROOT / "run.py"], FUNCTION_LINES) == []


def test_templates_are_short() -> None:
    assert _long_files(sorted(SOURCE.rglob("*.html")), TEMPLATE_LINES) == []


def test_tests_are_short() -> None:
    assert _long_functions(python_files(ROOT / "tests"), TEST_LINES) == []
