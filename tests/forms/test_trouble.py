"""Large, half, hostile and twice: forms in trouble."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dinh.dossiers import api as dossiers
from dinh.dossiers.models import Dossier, Submission
from dinh.forms import api
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from tests.dossiers import world as w
from tests.forms.test_filing import BORN, FORM, OTHER, begun, hoa, in_force, nothing_kept, url

__all__ = ["begun", "hoa", "nothing_kept"]
_KINDS: tuple[dict[str, Any], ...] = (
    {"kind": "text"}, {"kind": "date", "when": "past"}, {"kind": "yes_no"}, {"kind": "number", "maximum": 99},
    {"kind": "choice", "choices": [["a", "A"], ["b", "B"]]},
)  # fmt: skip


def large() -> dict[str, Any]:
    """Ten pages of 25 questions each."""
    pages = [
        {
            "name": f"trang-{page}",
            "title": f"Trang {page}",
            "blocks": [{**_KINDS[n % 5], "name": f"q{page}_{n}", "label": f"Câu {page}.{n}"} for n in range(25)],
        }
        for page in range(10)
    ]
    return {"code": "khai-sinh", "title": "Biểu mẫu lớn", "procedures": [w.BIRTH], "pages": pages}


def test_a_form_of_250_questions_is_published_answered_and_read_back(mapped: w.World) -> None:
    form_id = in_force(large()).form_id
    submission_id = w.draft(mapped)
    answers = api.sample(form_id=form_id, answers={}, unit_id=w.COMMUNE, on=w.AT.date())
    for page in api.steps(form_id=form_id, answers=answers):
        own = api.only(form_id=form_id, name=page.name, answers=answers)
        assert len(own) == 25
        dossiers.save_answers(
            by=mapped.hoa, at=w.AT, submission_id=submission_id, page=page.name, answers=own, draft_version=99
        )
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=submission_id, idempotency_key="k")
    kept = Submission.objects.get(public_id=submission_id).answers
    assert (len(kept), kept) == (250, answers)
    parts = api.summary(form_id=form_id, answers=kept, on=w.AT.date())
    assert sum(len(part.rows) for part in parts) == 250


def test_an_answer_of_two_megabytes_is_refused_and_nothing_is_kept(mapped: w.World, begun: str, hoa: Client) -> None:
    answer = hoa.post(url(begun, "to-khai-be"), {**BORN, "child_name": "x" * 2_000_000})
    assert answer.status_code in {400, 413, 422}
    assert "child_name" not in w.sent(begun).answers or len(w.sent(begun).answers["child_name"]) <= 20_000
    with pytest.raises(Invalid, match="HS11"):
        dossiers.save_answers(
            by=mapped.hoa, at=w.AT, submission_id=begun, page="be", answers={"child_name": "x" * 2_000_000},
            draft_version=99,
        )  # fmt: skip


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"])
def test_words_of_a_form_and_of_a_person_are_never_run(
    mapped: w.World, hoa: Client, hostile: str, sign_in: Callable[[Actor], Client]
) -> None:
    block = {"kind": "text", "name": "child_name", "label": hostile, "help": hostile}
    in_force({**FORM, "title": hostile, "pages": [{"name": "be", "title": hostile, "blocks": [block]}]})
    submission_id = w.draft(mapped)
    hoa.post(url(submission_id, "to-khai-be"), {"child_name": hostile})
    pages = [hoa.get(url(submission_id, slug)).content.decode() for slug in ("to-khai-be", "kiem-tra")]
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=submission_id, idempotency_key="k")
    pages.append(sign_in(mapped.desk).get(reverse("dossiers:desk_submission", args=[submission_id])).content.decode())
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "14" not in page or hostile != "{{ 7|add:7 }}" or "{{ 7|add:7 }}" in page


def test_a_unit_number_nobody_ever_gave_is_a_fault_and_no_failure(begun: str, hoa: Client) -> None:
    wrong = hoa.post(url(begun, "to-khai-nha"), {"home.unit": "Xã không có", "home.unit.pick": "9999999"})
    assert wrong.status_code == 422
    assert 'href="#f-home-unit"' in wrong.content.decode()


def test_filing_twice_is_one_submission_with_one_set_of_answers(mapped: w.World, begun: str, hoa: Client) -> None:
    hoa.post(url(begun, "to-khai-be"), BORN)
    once = dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    twice = dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    assert once == twice
    late = hoa.post(url(begun, "to-khai-be"), {**BORN, "child_name": "Khác"})
    assert late.status_code == 302
    assert w.sent(begun).answers["child_name"] == "Nguyễn An"


def test_a_form_retired_between_opening_and_sending_still_counts_for_who_began(
    mapped: w.World, begun: str, hoa: Client
) -> None:
    hoa.post(url(begun, "to-khai-be"), BORN)
    api.retire(by=OTHER, at=w.AT, form_id=w.sent(begun).form_id, reason="Thay bằng mẫu mới")
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    assert w.sent(begun).state == "filed"
    assert not Dossier.objects.exists()
    assert w.sent(w.draft(mapped)).form_id.startswith("gen1:")
