"""The record as people see it: its newest head, one entry, and the proof to take away."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dinh.kernel.access import access, actor_of
from dinh.kernel.clock import local
from dinh.kernel.errors import NotFound
from dinh.ledger import api
from dinh.ledger.events import Envelope, SchemaError

_KINDS_OF_ACTOR: Mapping[str, str | Promise] = {
    "anonymous": gettext_lazy("somebody not signed in"),
    "citizen": gettext_lazy("a citizen"),
    "official": gettext_lazy("an official"),
    "system": gettext_lazy("the system itself"),
}
_CHANNELS: Mapping[str, str | Promise] = {
    "desk": gettext_lazy("at the desk"),
    "online": gettext_lazy("online"),
    "post": gettext_lazy("by post"),
}


@require_safe
@access("public")
def record(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    if asked:
        return redirect("ledger:entry", entry_id=api.entry(asked).entry_id)
    newest = api.head()
    rows = []
    if newest is not None:
        rows = [
            {"key": _("Entries sealed"), "value": _figure(newest.size)},
            {"key": _("Sealed at"), "value": _when(newest.sealed_at)},
            {"key": _("Root of the record"), "value": newest.root.hex()},
            {"key": _("Signed with the key"), "value": api.key_name(api.public_keys()[0])},
            *({"key": _("Key retired"), "value": _retired(one)} for one in reversed(api.changes())),
        ]
    return render(request, "ledger/record.html", {"newest": newest, "rows": rows})


@require_safe
@access("public")
def one_entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    found = api.entry(entry_id)
    context = {"entry": found, "title": api.words_of(found.kind), "rows": _marks(found, api.head()), "fault": ""}
    context["is_whole"] = False
    try:
        said = found.said
    except SchemaError as fault:
        return render(request, "ledger/entry.html", {**context, "fault": str(fault)})
    if api.can_read_entries(by=actor_of(request)):
        context |= {"is_whole": True, "acts": _acts(said), "data": _content(found.body)}
    return render(request, "ledger/entry.html", context)


def _retired(change: api.Change) -> str:
    said = {"key": api.key_name(change.retired), "at": _when(change.at), "head": _figure(change.last_head)}
    return _("%(key)s, at %(at)s, after seal %(head)s") % said


def _figure(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _when(moment: datetime) -> str:
    return f"{local(moment):%H:%M:%S %d/%m/%Y}"


def _marks(found: api.EntryView, newest: api.HeadView | None) -> list[dict[str, str]]:
    position = _("Waits to be sealed") if found.position is None else _figure(found.position)
    rows = [
        {"key": _("Position"), "value": position},
        {"key": _("Entry"), "value": found.entry_id},
        {"key": _("Hash of the content (SHA-256)"), "value": found.hash.hex()},
    ]
    if newest is not None and found.position is not None:
        stands = _("%(size)s entries, signed %(at)s") % {"size": _figure(newest.size), "at": _when(newest.sealed_at)}
        rows.append({"key": _("Stands in the record of"), "value": stands})
    return rows


def _acts(said: Envelope) -> list[dict[str, str]]:
    actor = said.actor
    who = (_spoken(_KINDS_OF_ACTOR, actor.kind), actor.account_id, actor.post_id, actor.agency_id)
    return [
        {"key": _("Happened at"), "value": _when(said.occurred_at)},
        {"key": _("Written at"), "value": _when(said.recorded_at)},
        {"key": _("About"), "value": "\n".join(said.subjects)},
        {"key": _("By"), "value": "\n".join(one for one in who if one)},
        {"key": _("Channel"), "value": _spoken(_CHANNELS, said.channel)},
        {"key": _("Rules applied"), "value": "\n".join(f"{key}: {value}" for key, value in said.rules.items())},
    ]


def _spoken(words: Mapping[str, str | Promise], code: str) -> str:
    return str(words.get(code, code))


def _content(body: bytes) -> list[dict[str, str]]:
    """Return the fields of the event as the entry's bytes say them."""
    data = json.loads(body)["data"]
    return [
        {"key": key, "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}
        for key, value in data.items()
    ]


@require_safe
@access("public")
def proof(request: HttpRequest, entry_id: str) -> HttpResponse:
    made = api.prove(entry_id, show_body=api.can_read_entries(by=actor_of(request)))
    answer = HttpResponse(made.to_json(), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{made.entry_id}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@access("public")
def public_key(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse(api.export_key(), content_type="application/x-pem-file")


@require_safe
@access("public")
def newest_head(request: HttpRequest) -> HttpResponse:
    del request
    newest = api.head()
    if newest is None:
        raise NotFound("LG02", _("Nothing has been sealed yet."))
    return HttpResponse(newest.note, content_type="text/plain; charset=utf-8")
