"""Every rule of the life cycle stands in law, in the code and in the tests; what it points to is there."""

import ast
import importlib

import pytest

from dinh.config import generated
from dinh.kernel import law
from tests.architecture.house import ROOT, SOURCE, tree

RULES = generated.rules()
_OPERATIONS = SOURCE / "dossiers" / "operations"


def _exists(place: str) -> bool:
    module, _, name = place.rpartition(".")
    return callable(getattr(importlib.import_module(f"dinh.{module}"), name, None))


def _is_test(test: str) -> bool:
    file, _, name = test.partition("::")
    return f"\ndef {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["code"])
def test_rule_points_to_what_is_there(rule: dict[str, list[str]]) -> None:
    assert [place for place in rule["code_at"] if not _exists(place)] == []
    assert [test for test in rule["tests"] if not _is_test(test)] == []
    assert [key for key in rule.get("law", ()) if key not in law.book().values] == []
    for basis in rule["acts"]:
        assert law.act(basis.split(",")[0]).number


def test_rules_have_names_of_their_own() -> None:
    codes = [rule["code"] for rule in RULES]
    assert sorted(set(codes)) == sorted(codes)


def test_every_operation_with_a_basis_is_in_the_rules() -> None:
    """An operation that applies an act says so in its docstring; the rules may not forget it."""
    told = {place.removeprefix("dossiers.operations.") for rule in RULES for place in rule["code_at"]}
    applying = {
        f"{file.stem}.{node.name}"
        for file in _OPERATIONS.glob("*.py")
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef) and "Basis:" in (ast.get_docstring(node) or "")
    }
    assert applying - told == set()
