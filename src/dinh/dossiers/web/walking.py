"""Moving between the pages of a filing."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dinh.dossiers.api import SubmissionView
from dinh.dossiers.web.steps import CHECK, GROUPS, Page, list_of, pages_of, place_of

BACK_TO = "ve"


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a page stands on the progress line."""

    items: tuple[str, ...]
    current: int


def walk_of(page: Page) -> Walk:
    return Walk(tuple(str(name) for _kinds, name in GROUPS), page.group)


def url_of(view: SubmissionView, slug: str) -> str:
    return reverse("dossiers:step", args=[view.procedure_code, view.submission_id, slug])


def back_url(view: SubmissionView, page: Page) -> str:
    pages, place = pages_of(view), place_of(view, page)
    if page not in pages:
        return url_of(view, list_of(view).slug)
    return url_of(view, pages[place - 1].slug) if place else reverse("dossiers:start", args=[view.procedure_code])


def go_on(request: HttpRequest, view: SubmissionView, page: Page) -> HttpResponse:
    """Go to the next page, or back to the check of answers when that is where somebody came from."""
    if request.GET.get(BACK_TO) == CHECK:
        return redirect(url_of(view, CHECK))
    pages = pages_of(view)
    if page not in pages:
        return redirect(url_of(view, list_of(view).slug))
    return redirect(url_of(view, pages[min(pages.index(page) + 1, len(pages) - 1)].slug))
