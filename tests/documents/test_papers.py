from datetime import datetime

import pytest

from dinh.documents import api
from dinh.kernel.actor import Actor
from tests.documents.words import RECEIPT

pytestmark = pytest.mark.django_db


def test_receipt_is_issued_and_found_by_its_code(officer: Actor, at: datetime) -> None:
    paper = api.issue_paper(
        by=officer, at=at, template="receipt_01", data=RECEIPT, subject_id="dos_1", owner_name="Nguyễn Thị Ánh Nguyệt"
    )
    found = api.paper_by_code(code=paper.verify_code.lower())
    assert found == paper
    assert found.owner_masked == "Nguyễn T*** Á*** N***"
