"""What tables ask a citizen: each question named where it is missing, and the way on by what was answered."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.kernel.actor import Actor
from dinh.processes import api as processes
from tests.dossiers import tables
from tests.dossiers import world as w
from tests.dossiers.web.browsers import opened, text_of
from tests.processes.tables_make import column, table

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def one_or_the_other() -> None:
    """The first paper of a birth with one answer, only the second with the other."""
    made = table(
        [(['"sinh tại nhà"'], ["1"]), (['"sinh tại bệnh viện"'], ["2"])],
        inputs=[column("noi_sinh", processes.ColumnType.ENUM, ("sinh tại nhà", "sinh tại bệnh viện"))],
        outputs=[column("thanh_phan", processes.ColumnType.NUMBER)],
        policy=processes.HitPolicy.COLLECT,
    )
    tables.publish(made, code="giay-to", purpose=processes.TablePurpose.PAPERS, procedure_code=w.BIRTH)


def asked(hoa: Client, person_id: str) -> str:
    return f"/nop-ho-so/{w.BIRTH}/{opened(hoa, w.BIRTH, person_id)}/cau-hoi/"


def test_fault_names_its_question_and_choices_begin_large(mapped: w.World, sign_in: SignIn) -> None:
    one_or_the_other()
    hoa = sign_in(mapped.hoa)
    page = asked(hoa, mapped.hoa.person_id)
    text = text_of(hoa.post(page, {"draft_version": "0"}))
    assert "Anh/chị cần trả lời: “" in text
    assert "Sinh tại bệnh viện" in text


@pytest.mark.parametrize(("answer", "paper"), [("sinh tại nhà", "giay-to-1"), ("sinh tại bệnh viện", "giay-to-2")])
def test_the_way_on_leads_to_a_paper_the_answer_asks_for(
    mapped: w.World, sign_in: SignIn, answer: str, paper: str
) -> None:
    one_or_the_other()
    hoa = sign_in(mapped.hoa)
    page = asked(hoa, mapped.hoa.person_id)
    gone = hoa.post(page, {"draft_version": "0", "q_noi_sinh": answer})
    assert gone.headers["Location"].endswith(f"/{paper}/")
    assert hoa.get(gone.headers["Location"]).status_code == 200
