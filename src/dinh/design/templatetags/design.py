"""The tags and filters of `{% load design %}`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from dinh.design import charts, frame, icons, library
from dinh.kernel import clock, text

register = template.Library()
_LONG = 90


class ComponentNode(Node):
    """One component on a page, with the part of the page it encloses if it is a block."""

    def __init__(self, name: str, given: Mapping[str, FilterExpression], body: NodeList | None) -> None:
        self.name = name
        self.given = given
        self.nodelist = body if body is not None else NodeList()
        self.is_block = body is not None

    def render(self, context: Context) -> SafeString:
        values = {key: expression.resolve(context) for key, expression in self.given.items()}
        outer = {key: context.get(key) for key in ("request", "csrf_token")}
        content = self.nodelist.render(context) if self.is_block else None
        return library.render(self.name, values, content=content, outer=outer)


def _parse(parser: Parser, token: Token) -> tuple[str, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'":
        raise TemplateSyntaxError(f"{tag} takes the name of a component in quotes first")
    name, given = bits[0][1:-1], token_kwargs(bits[1:], parser)
    if len(given) != len(bits) - 1:
        raise TemplateSyntaxError(f"{tag} “{name}” takes only key=value after its name")
    library.check_parameters(name, set(given))
    return name, given


@register.tag("component")
def component(parser: Parser, token: Token) -> ComponentNode:
    """Place a component: {% component "button" label=_("Next") %}."""
    name, given = _parse(parser, token)
    if library.component(name).is_block:
        raise TemplateSyntaxError(f"“{name}” encloses content: use block_component … end_component")
    return ComponentNode(name, given, None)


@register.tag("block_component")
def block_component(parser: Parser, token: Token) -> ComponentNode:
    """Place a component around content: {% block_component "card" title=… %}…{% end_component %}."""
    name, given = _parse(parser, token)
    body = parser.parse(("end_component",))
    parser.delete_first_token()
    return ComponentNode(name, given, body)


class HeadedNode(Node):
    """The body of a page; when nothing in it is an h1, the page's title becomes one."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        body = self.nodelist.render(context)
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        title = blocks.get_block("title") if blocks else None
        if title is None or "<h1" in body:
            return mark_safe(body.replace("<!--h1-->", "", 1))
        heading = title.render(context).strip()
        # Some procedures have names of fifty words: in the size of a heading they fill a telephone.
        size = ' class="d-long"' if len(strip_tags(heading)) > _LONG else ""
        return mark_safe(body.replace("<!--h1-->", f"<h1{size}>{heading}</h1>" if heading else "", 1))


@register.tag("headed")
def headed(parser: Parser, token: Token) -> HeadedNode:
    """Enclose the body of a layout; puts the title as h1 where the mark `<!--h1-->` stands."""
    del token
    nodelist = parser.parse(("end_headed",))
    parser.delete_first_token()
    return HeadedNode(nodelist)


@register.simple_tag(takes_context=True)
def design_frame(context: Context) -> frame.Frame:
    """Return what a layout shows around every page: province, person, marks, places to go."""
    return frame.frame_of(context.get("request"))


@register.simple_tag(takes_context=True)
def design_nav(context: Context, room: str) -> tuple[frame.NavItem, ...]:
    """Return the entries that modules have registered for a room (`desk`, `citizen`, `wall`)."""
    return frame.nav_of(room, context.get("request"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; the word beside it is the caller's duty."""
    return icons.svg(name)


@register.simple_tag
def sparkline(values: Any, target: float | None = None) -> SafeString:
    """Draw a small trend line of up to some dozen values; None is a gap."""
    return charts.sparkline(tuple(values or ()), target=target)


@register.filter
def vnd(amount: int | None) -> str:
    return "" if amount is None else text.vnd(amount)


@register.filter
def percent_of(numerator: int, denominator: int) -> str:
    return text.percent(numerator, denominator)


@register.filter
def date_vi(day: date | datetime | None) -> str:
    if day is None or day == "":
        return ""
    return text.date_vi(clock.local(day).date() if isinstance(day, datetime) else day)


@register.filter
def datetime_vi(moment: datetime | None) -> SafeString | str:
    if moment is None or moment == "":
        return ""
    here = clock.local(moment)
    return format_html('<time datetime="{}">{}</time>', here.isoformat(), f"{here:%H:%M}, {here:%d/%m/%Y}")


@register.filter
def fold(words: str) -> str:
    return text.fold(words)
