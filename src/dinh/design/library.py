"""The components: each a folder with its template, its style and a YAML that names parameters and examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from django.template import Context, Engine, Origin, Template, TemplateSyntaxError
from django.template import engines as template_engines
from django.utils.safestring import SafeString, mark_safe

from dinh.design.prepare import PREPARERS

HOME = Path(__file__).parent / "components"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    about: str
    kind: str
    is_required: bool
    default: Any


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    parameters: Mapping[str, Any]
    content: str
    room: str


@dataclass(frozen=True, slots=True)
class Component:
    """What a component is called, takes and looks like in every state; `is_block` ones enclose `content`."""

    name: str
    summary: str
    group: str
    is_block: bool
    parameters: Mapping[str, Parameter]
    examples: tuple[Example, ...]


def names() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in HOME.iterdir() if (folder / f"{folder.name}.yaml").exists()))


@cache
def component(name: str) -> Component:
    """Return the component called `name`; an unknown name raises TemplateSyntaxError."""
    file = HOME / name / f"{name}.yaml"
    if not name.replace("_", "").isalnum() or not file.exists():
        raise TemplateSyntaxError(f"no component is called “{name}”; there are {', '.join(names())}")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    parameters = {key: _parameter(key, value or {}) for key, value in (data.get("parameters") or {}).items()}
    examples = tuple(
        Example(
            name=item["name"],
            parameters=item.get("parameters") or {},
            content=item.get("content", ""),
            room=item.get("room", "citizen"),
        )
        for item in data["examples"]
    )
    return Component(
        name=name,
        summary=data["summary"],
        group=data["group"],
        is_block=bool(data.get("block", False)),
        parameters=parameters,
        examples=examples,
    )


def _parameter(name: str, data: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        about=data.get("about", ""),
        kind=data.get("type", "text"),
        is_required=bool(data.get("required", False)),
        default=data.get("default", ""),
    )


def check_parameters(name: str, given: set[str]) -> None:
    """Refuse (TemplateSyntaxError) a parameter the component does not know or the lack of one it needs."""
    known = component(name).parameters
    if unknown := sorted(given - set(known)):
        raise TemplateSyntaxError(f"component “{name}” does not take {', '.join(unknown)}; it takes {', '.join(known)}")
    if missing := sorted(key for key, value in known.items() if value.is_required and key not in given):
        raise TemplateSyntaxError(f"component “{name}” needs {', '.join(missing)}")


@cache
def _template(name: str) -> Template:
    file = HOME / name / f"{name}.html"
    short = f"design/components/{name}/{name}.html"
    engine = cast("Engine", template_engines["django"].engine)  # type: ignore[attr-defined]
    return Template(
        file.read_text(encoding="utf-8").strip(), Origin(name=str(file), template_name=short), short, engine
    )


def render(
    name: str,
    parameters: Mapping[str, Any],
    *,
    content: SafeString | None = None,
    outer: Mapping[str, Any] | None = None,
) -> SafeString:
    """Return the markup of one component; `outer` carries `request` and `csrf_token` of the page around it."""
    known = component(name).parameters
    values = {key: value.default for key, value in known.items()} | dict(parameters)
    if content is not None:
        values["content"] = content
    values |= outer or {}
    if name in PREPARERS:
        values |= PREPARERS[name](values)
    return mark_safe(_template(name).render(Context(values)).strip())
