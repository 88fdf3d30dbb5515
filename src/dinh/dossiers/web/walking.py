"""Moving between the pages of a filing."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dinh.dossiers.api import SubmissionView
from dinh.dossiers.web.steps import CHECK, GROUPS, Page, pages_of

BACK_TO = "ve"


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a page stands on the progress line."""

    items: tuple[str, ...]
    current: int
    number: int
    total: int


def walk_of(view: SubmissionView, page: Page) -> Walk:
    pages = pages_of(view)
    return Walk(tuple(str(name) for _kinds, name in GROUPS), page.group, pages.index(page) + 1, len(pages))


def url_of(view: SubmissionView, slug: str) -> str:
    return reverse("dossiers:step", args=[view.procedure_code, view.submission_id, slug])


def back_url(view: SubmissionView, page: Page) -> str:
    pages = pages_of(view)
    place = pages.index(page)
    return url_of(view, pages[place - 1].slug) if place else reverse("dossiers:start", args=[view.procedure_code])


def go_on(request: HttpRequest, view: SubmissionView, page: Page) -> HttpResponse:
    """Go to the next page, or back to the check of answers when that is where somebody came from."""
    if request.GET.get(BACK_TO) == CHECK:
        return redirect(url_of(view, CHECK))
    pages = pages_of(view)
    return redirect(url_of(view, pages[min(pages.index(page) + 1, len(pages) - 1)].slug))
