"""What some components work out from their parameters before they are drawn: words, counts, states."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext

from dinh.design import charts, prepare_figures, prepare_forms
from dinh.design.specs import number, rounded
from dinh.kernel import clock, text

Values = Mapping[str, Any]
Prepared = dict[str, Any]
_HEAD = re.compile(r"<thead.*?</thead>", re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_BODY = re.compile(r"<(tbody|tfoot).*?</\1>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b([^>]*)>")
_KB = 1024
_UNIT_KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def table(values: Values) -> Prepared:
    content = values["content"] or ""
    headings = [strip_tags(cell).strip() for cell in _HEADING.findall("".join(_HEAD.findall(content)[:1]))]
    named = _BODY.sub(lambda body: _ROW.sub(lambda row: _named(row[0], headings), body[0]), content)
    return {"content": mark_safe(named), "is_whole": "<table" in content}


def _named(row: str, headings: list[str]) -> str:
    places = iter(range(len(row)))

    def name(cell: re.Match[str]) -> str:
        place = next(places)
        if place == 0 or place >= len(headings) or not headings[place] or "data-label" in cell[2] or cell[1] == "th":
            return cell[0]
        label = headings[place].replace('"', "&quot;")
        return f'<td{cell[2]} data-label="{label}">'

    return row if "colspan" in row else _CELL.sub(name, row)


def pager(values: Values) -> Prepared:
    page, count = values["page_obj"], values["count"]
    previous, following = values["prev_url"], values["next_url"]
    if isinstance(page, Page):
        count = page.paginator.count
        previous = _page_url(values, page.previous_page_number()) if page.has_previous() else ""
        following = _page_url(values, page.next_page_number()) if page.has_next() else ""
    words = ""
    if count not in {"", None}:
        words = ngettext("%(count)s result", "%(count)s results", int(count)) % {"count": number(int(count))}
    return {"previous": previous, "next": following, "count_words": words}


def _page_url(values: Values, page: int) -> str:
    request = values.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?page={page}"
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def timeline(values: Values) -> Prepared:
    items = [{**_as_mapping(item), "at_words": moment(_as_mapping(item).get("at"))} for item in values["items"] or ()]
    return {"items": items, "now_word": gettext("now")}


def _as_mapping(item: Any) -> Mapping[str, Any]:
    if isinstance(item, Mapping):
        return item
    names = ("title", "at", "office", "note", "state", "href")
    return {name: getattr(item, name, "") for name in names}


def moment(value: Any) -> str:
    """Return a moment or a date in words of the current language; other things are words already."""
    if not value:
        return ""
    if isinstance(value, datetime):
        here = clock.local(value)
        return f"{here:%H:%M}, {day(here.date())}"
    return day(value) if isinstance(value, date) else str(value)


def day(value: date) -> str:
    return f"{value:%a %d %b %Y}" if get_language() == "en" else text.date_vi(value)


def due(values: Values) -> Prepared:
    when, left, state = values["date"], values["working_days_left"], values["state"]
    if state == "unknown":
        return {"look": "none", "words": gettext("time left cannot be counted: calendar missing")}
    if when in {None, ""}:
        return {"look": "none", "words": gettext("no date due")}
    on = clock.local(when).date() if isinstance(when, datetime) else when
    said = f"{on:%d/%m}" if values["short"] else day(on)
    look = _look(state, left)
    if look == "paused" and values["short"]:
        return {"look": look, "words": gettext("paused, was %(day)s") % {"day": said}}
    if look in {"paused", "done"}:
        words = {"paused": gettext("clock paused, was due %(day)s"), "done": gettext("done, was due %(day)s")}[look]
        return {"look": look, "words": words % {"day": said}}
    return {
        "look": look,
        "words": ", ".join(part for part in (said, _left(left, is_short=bool(values["short"]))) if part),
    }


def _look(state: str, left: int | str | None) -> str:
    if state in {"paused", "done"}:
        return state
    if state in {"late", "done_late"} or (isinstance(left, int) and left < 0):
        return "late"
    return "soon" if isinstance(left, int) and left <= 1 else "open"


def _left(left: int | str | None, *, is_short: bool) -> str:
    if not isinstance(left, int):
        return ""
    days = {"days": abs(left)}
    if left == 0:
        return gettext("today") if is_short else gettext("due today")
    if is_short:
        late, ahead = (
            ngettext("%(days)s day late", "%(days)s days late", abs(left)),
            ngettext("%(days)s day left", "%(days)s days left", left),
        )
        return (late if left < 0 else ahead) % days
    if left < 0:
        return ngettext("%(days)s working day late", "%(days)s working days late", -left) % days
    return ngettext("%(days)s working day left", "%(days)s working days left", left) % days


def money(values: Values) -> Prepared:
    amount = values["amount"]
    if amount in {None, ""}:
        return {"words": gettext("no amount entered")}
    return {"words": text.vnd(int(amount), get_language() or "vi")}


def person(values: Values) -> Prepared:
    digits = str(values["masked_id"] or "")
    few = 6
    if "*" in digits or "•" in digits or len(digits) <= few:
        return {"masked": digits}
    return {"masked": f"{digits[:3]}{'•' * (len(digits) - few)}{digits[-3:]}"}


def thumb(values: Values) -> Prepared:
    file = values["file"]
    read: Callable[[str], Any] = file.get if isinstance(file, Mapping) else lambda name: getattr(file, name, None)
    media, pages, size = read("media_type") or "", read("pages"), read("size")
    facts = []
    if pages:
        facts.append(ngettext("%(count)s page", "%(count)s pages", pages) % {"count": pages})
    if size:
        facts.append(number(size / _KB / _KB, 1, "MB") if size >= _KB * _KB else number(max(size // _KB, 1), 0, "KB"))
    return {
        "href": values["href"] or read("href") or "",
        "image_href": values["image_href"] or read("image_href") or "",
        "kind": _UNIT_KINDS.get(media, media.rpartition("/")[2][:4].upper()),
        "facts": " · ".join(facts),
    }


def steps(values: Values) -> Prepared:
    items = [item if isinstance(item, Mapping) else {"label": str(item)} for item in values["items"]]
    current = values["current"]
    labels = [str(item["label"]) for item in items]
    place = labels.index(current) if isinstance(current, str) and current in labels else int(current) - 1
    states = ["done" if n < place else "now" if n == place else "next" for n in range(len(items))]
    now = labels[place] if 0 <= place < len(labels) else ""
    said = gettext("Step %(step)s of %(all)s: %(name)s") % {"step": place + 1, "all": len(items), "name": now}
    marked = [{**item, "state": state} for item, state in zip(items, states, strict=True)]
    return {"steps": marked, "now_words": said}


def progress(values: Values) -> Prepared:
    value, full = values["value"], values["max"]
    if not full:
        return {"words": ""}
    return {"words": f"{number(value)} / {number(full)}"}


def notice(values: Values) -> Prepared:
    kinds = {"good": "good", "warning": "warning", "breach": "breach"}
    words = gettext("When you call us, say code %(code)s.") % {"code": values["code"]} if values["code"] else ""
    return {"icon_name": kinds.get(values["kind"], "info"), "code_words": words}


def stat(values: Values) -> Prepared:
    missing, target = values["missing"], values["target"]
    is_figure = isinstance(target, int | float) and not isinstance(target, bool)
    said = rounded(target, values["unit"]) if is_figure else str(target or "")
    trend = tuple(values["trend"] or ())
    return {
        "is_missing": bool(missing) or values["value"] in {None, ""},
        "missing_words": missing if missing and missing is not True else "",
        "target_words": values["target_text"] or (gettext("Target %(value)s") % {"value": said} if said else ""),
        "trend_svg": charts.sparkline(trend, target=target if is_figure else None) if trend else "",
    }


def keys(values: Values) -> Prepared:
    return {"items": [{"list": str(item["keys"]).split(), "label": item["label"]} for item in values["items"]]}


def qr(values: Values) -> Prepared:
    drawing = str(values["svg"])
    if "<svg" not in drawing or "<script" in drawing:
        return {"drawing": ""}
    return {"drawing": mark_safe(drawing[drawing.index("<svg") :])}


def print_bar(values: Values) -> Prepared:
    return {"label": values["label"] or gettext("Print this page"), "download_words": gettext("Download as PDF")}


def save_state(values: Values) -> Prepared:
    saved = values["saved_at"]
    words = gettext("Saved at {time}").replace("{time}", f"{clock.local(saved):%H:%M}") if saved else ""
    return {"words": words}


def language_switch(values: Values) -> Prepared:
    request = values.get("request")
    path = request.get_full_path() if request is not None else "/"
    return {"other": "vi" if get_language() == "en" else "en", "next_path": path}


def search_box(values: Values) -> Prepared:
    return {"label": values["label"] or gettext("Search")}


PREPARERS: Mapping[str, Callable[[Values], Prepared]] = {
    "chart": prepare_figures.chart,
    "due": due,
    "error_summary": prepare_forms.error_summary,
    "field": prepare_forms.field,
    "keys": keys,
    "language_switch": language_switch,
    "map": prepare_figures.unit_map,
    "money": money,
    "notice": notice,
    "pager": pager,
    "person": person,
    "print_bar": print_bar,
    "progress": progress,
    "qr": qr,
    "save_state": save_state,
    "search_box": search_box,
    "spot": prepare_figures.spot,
    "stat": stat,
    "steps": steps,
    "table": table,
    "thumb": thumb,
    "timeline": timeline,
    "upload": prepare_forms.upload,
}
