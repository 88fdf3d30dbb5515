"""A citizen's papers: what is there, where it came from, who used it for what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.documents import api
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.text import date_vi, datetime_vi

_PAGE = 20


@access("citizen")
@never_cache
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    by, page = actor_of(request), _page(request)
    found = api.items_of(by=by, person_id=by.person_id, limit=_PAGE + 1, offset=(page - 1) * _PAGE)
    here = reverse("documents:store")
    context = {
        "items": [_row(one) for one in found[:_PAGE]],
        "next_url": f"{here}?trang={page + 1}" if len(found) > _PAGE else "",
        "prev_url": f"{here}?trang={page - 1}" if page > 1 else "",
    }
    return render(request, "documents/store.html", context)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("trang", "1")[:4]
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() else 1


@access("citizen")
@never_cache
@require_safe
def item(request: HttpRequest, item_id: str) -> HttpResponse:
    by = actor_of(request)
    found = api.item(by=by, item_id=item_id)
    uses = [
        {"title": use.purpose, "at": datetime_vi(use.used_at), "note": _used_in(use), "state": "done"}
        for use in api.uses_of(by=by, item_id=item_id)
    ]
    return render(request, "documents/item.html", {"item": _row(found), "rows": _facts(found), "uses": uses})


def _used_in(use: api.UseView) -> str:
    if use.consent == "owner":
        return _("agreed by yourself")
    if use.consent == "at_desk":
        return _("you agreed in person at the desk")
    if use.consent == "on_record":
        return _("under the consent you gave; you can withdraw it on your account's page")
    return _("you agreed at the desk: %(how)s") % {"how": use.consent}


@access("citizen")
@require_POST
def set_offered(request: HttpRequest, item_id: str) -> HttpResponse:
    is_offered = request.POST.get("dung_lai") == "1"
    api.set_offered(by=actor_of(request), at=clock.now(), item_id=item_id, is_offered=is_offered)
    return redirect("documents:item", item_id=item_id)


def _row(one: api.StoreItemView) -> dict[str, object]:
    tone, label = _state(one)
    return {
        "view": one,
        "href": reverse("documents:item", args=[one.item_id]),
        "file_href": reverse("documents:file", args=[one.file_id]),
        "verify_href": reverse("documents:paper", args=[one.verify_code]) if one.verify_code else "",
        "tone": tone,
        "label": label,
    }


def _state(one: api.StoreItemView) -> tuple[str, str]:
    if one.standing is api.Standing.REPLACED:
        return "breach", _("replaced")
    if one.standing is api.Standing.REVOKED:
        return "breach", _("revoked")
    if one.valid_to is not None and one.valid_to < clock.now().date():
        return "warning", _("expired")
    return ("good", _("in force")) if one.is_offered else ("info", _("in force, not reused"))


def _facts(one: api.StoreItemView) -> list[dict[str, str]]:
    return [
        {"key": _("Number"), "value": one.number},
        {"key": _("Issued by"), "value": one.issuer_name},
        {"key": _("In the store since"), "value": datetime_vi(one.deposited_at)},
        {"key": _("Valid until"), "value": date_vi(one.valid_to) if one.valid_to else _("no end date")},
        {"key": _("Kind of result"), "value": one.kind_code},
        {"key": _("Digest (SHA-256)"), "value": one.sha256},
    ]
