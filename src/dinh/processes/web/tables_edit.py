"""The editor of decision tables: one form, every button saves; no script is needed."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, DinhError
from dinh.kernel.text import nfc
from dinh.processes import api
from dinh.processes.policies.tables import editing
from dinh.processes.policies.tables.checking import by_rule
from dinh.processes.policies.tables.pasted import paste_rules
from dinh.processes.policies.tables.values import (
    output_from_words,
    output_to_words,
    test_from_words,
    test_to_words,
)
from dinh.processes.web.tables import EDITORS
from dinh.processes.web.tables_words import AGGREGATIONS, POLICIES, TYPES

# Fields of one form are limited, so long tables are edited a stretch at a time.
_FIELDS = 1500
_MOST_ROWS = 60
_LONGEST = 4000


def rows_at_once(table: api.Table) -> int:
    columns = len(table.inputs) + len(table.outputs)
    return max(5, min(_MOST_ROWS, _FIELDS // (columns + 2)))


def _first(request: HttpRequest, table: api.Table) -> int:
    asked = request.GET.get("tu", "0")
    return min(int(asked), max(len(table.rules) - 1, 0)) if asked.isascii() and asked.isdigit() else 0


def editor(request: HttpRequest, view: api.TableView, *, refused: str = "", status: int = 200) -> HttpResponse:
    table = view.table
    first, size = _first(request, table), rows_at_once(table)
    findings = api.check_table(table)
    beside = by_rule(findings)
    rows = []
    for number, rule in list(enumerate(table.rules, 1))[first : first + size]:
        tests = [test_to_words(column, text) for column, text in zip(table.inputs, rule.tests, strict=False)]
        outputs = [output_to_words(column, text) for column, text in zip(table.outputs, rule.outputs, strict=False)]
        rows.append(
            {"number": number, "rule": rule, "tests": tests, "outputs": outputs, "findings": beside.get(number, ())}
        )
    page = {
        "view": view,
        "table": table,
        "columns": [("i", "inputs", table.inputs), ("o", "outputs", table.outputs)],
        "rows": rows,
        "findings": findings,
        "loose": [one for one in findings if not one.rules],
        "policies": [(one.value, one.value[0], words) for one, words in POLICIES.items()],
        "aggregations": [(one.value, words) for one, words in AGGREGATIONS.items()],
        "types": [(one.value, words) for one, words in TYPES.items()],
        "first": first,
        "previous_url": f"?tu={max(first - size, 0)}" if first else "",
        "next_url": f"?tu={first + size}" if first + size < len(table.rules) else "",
        "refused": refused,
    }
    return render(request, "processes/tables/edit.html", page, status=status)


@access("official", roles=EDITORS)
def edit(request: HttpRequest, table_id: str) -> HttpResponse:
    """Show the editor, or save what was typed and do what the pressed button says."""
    view = api.table(table_id=table_id)
    if view.state is not api.TableState.DRAFT:
        raise Conflict("TB14", _("This version is no draft any more."))
    if request.method != "POST":
        return editor(request, view)
    try:
        made = changed(read_form(view.table, request.POST, _first(request, view.table)), request.POST)
        _save(request, view, made)
    except DinhError as refusal:
        return editor(request, view, refused=f"{refusal.message} {refusal.hint}".strip(), status=refusal.status)
    if request.POST.get("do") == "done":
        return redirect("processes:table", table_id)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('processes:table_edit', args=[table_id])}?tu={_first(request, made)}#rows")


def _save(request: HttpRequest, view: api.TableView, table: api.Table) -> None:
    revision = request.POST.get("revision", "")
    api.save_table_draft(
        code=view.code,
        table=table,
        by=actor_of(request),
        at=clock.now(),
        purpose=view.purpose,
        procedure_code=view.procedure_code,
        group=view.group,
        source=nfc(request.POST.get("source", view.source))[:500],
        revision=int(revision) if revision.isascii() and revision.isdigit() else None,
    )


def _text(post: QueryDict, name: str, otherwise: str) -> str:
    return nfc(post.get(name, otherwise).replace("\x00", "").strip())[:_LONGEST]


def read_form(table: api.Table, post: QueryDict, first: int) -> api.Table:
    """Return the table with everything typed into the form; what the form does not show stays."""
    inputs = tuple(_column(post, "i", at, one) for at, one in enumerate(table.inputs))
    outputs = tuple(_column(post, "o", at, one) for at, one in enumerate(table.outputs))
    shown = range(first, first + rows_at_once(table))
    rules = []
    for at, rule in enumerate(table.rules):
        if at not in shown:
            rules.append(rule)
            continue
        tests = zip(table.inputs, inputs, rule.tests, strict=True)
        said = zip(table.outputs, outputs, rule.outputs, strict=True)
        rules.append(
            replace(
                rule,
                tests=tuple(
                    _cell(post, f"r{at}i{c}", one, test_to_words, test_from_words) for c, one in enumerate(tests)
                ),
                outputs=tuple(
                    _cell(post, f"r{at}o{c}", one, output_to_words, output_from_words) for c, one in enumerate(said)
                ),
                note=_text(post, f"r{at}n", rule.note),
            )
        )
    policy, aggregation = post.get("hit_policy", ""), post.get("aggregation", "")
    return replace(
        table,
        name=_text(post, "name", table.name) or table.name,
        hit_policy=api.HitPolicy(policy) if policy in set(api.HitPolicy) else table.hit_policy,
        aggregation=api.Aggregation(aggregation) if aggregation in set(api.Aggregation) else table.aggregation,
        inputs=inputs,
        outputs=outputs,
        rules=tuple(rules),
    )


Words = Callable[[api.Column, str], str]


def _cell(post: QueryDict, name: str, cell: tuple[api.Column, api.Column, str], to: Words, back: Words) -> str:
    """Return the FEEL of a cell; one nobody touched stays letter for letter unless its column changed."""
    old, new, source = cell
    typed = post.get(name)
    if typed is None:
        return source
    words = nfc(typed.replace("\x00", "").strip())[:_LONGEST]
    return source if words == to(old, source).strip() and old == new else back(new, words)


def _column(post: QueryDict, side: str, at: int, column: api.Column) -> api.Column:
    label = _text(post, f"{side}{at}-label", column.label)[:300] or column.label
    kind = post.get(f"{side}{at}-type", "")
    listed = post.get(f"{side}{at}-values")
    values = column.values if listed is None else tuple(nfc(one).strip() for one in listed.splitlines() if one.strip())
    made = replace(
        column,
        label=label,
        name=_text(post, f"{side}{at}-name", column.name)[:80] or column.name,
        type=api.ColumnType(kind) if kind in set(api.ColumnType) else column.type,
        values=values,
    )
    default = post.get(f"{side}{at}-default")
    if default is None:
        return made
    words = nfc(default.strip())[:_LONGEST]
    return replace(made, default=output_from_words(made, words) if words else "")


_ROWS: dict[str, Callable[[api.Table, int], api.Table]] = {
    "row-add": editing.add_rule,
    "row-copy": editing.copy_rule,
    "row-up": lambda table, at: editing.move_rule(table, at, -1),
    "row-down": lambda table, at: editing.move_rule(table, at, 1),
    "row-drop": editing.drop_rule,
}
_COLUMNS: dict[str, Callable[[api.Table, str, int], api.Table]] = {
    "col-copy": editing.copy_column,
    "col-left": lambda table, side, at: editing.move_column(table, side, at, -1),
    "col-right": lambda table, side, at: editing.move_column(table, side, at, 1),
    "col-drop": editing.drop_column,
}


def changed(table: api.Table, post: QueryDict) -> api.Table:
    """Return the table after the act of the pressed button: `row-copy:3`, `col-left:inputs:0`, `col-add:outputs`."""
    act, _colon, rest = post.get("do", "").partition(":")
    side, _colon, place = rest.rpartition(":")
    at = int(place) if place.lstrip("-").isascii() and place.lstrip("-").isdigit() else -1
    if act in _ROWS:
        return _ROWS[act](table, at)
    if act in _COLUMNS and side in {"inputs", "outputs"}:
        return _COLUMNS[act](table, side, at)
    if act == "col-add" and rest in {"inputs", "outputs"}:
        return editing.add_column(table, rest, _("New condition") if rest == "inputs" else _("New result"))
    if act == "paste" and post.get("pasted", "").strip():
        return paste_rules(table, post.get("pasted", ""))
    return table


@require_POST
@access("official", roles=EDITORS)
def draft(request: HttpRequest, table_id: str) -> HttpResponse:
    """Make a draft out of a published version, and open it."""
    view = api.table(table_id=table_id)
    if any(one.state is api.TableState.DRAFT for one in api.table_versions(code=view.code)):
        raise Conflict("TB16", _("This table has a draft already."))
    made = api.save_table_draft(
        code=view.code, table=view.table, by=actor_of(request), at=clock.now(), purpose=view.purpose,
        procedure_code=view.procedure_code, group=view.group, source=view.source,
    )  # fmt: skip
    return redirect("processes:table_edit", made.table_id)


@require_POST
@access("official", roles=EDITORS)
def drop(request: HttpRequest, table_id: str) -> HttpResponse:
    api.drop_table_draft(table_id=table_id, by=actor_of(request), at=clock.now())
    messages.success(request, _("The draft is gone."))
    return redirect("processes:tables")


@require_GET
@access("official", roles=EDITORS)
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how cells are written."""
    return render(request, "processes/tables/help.html")
