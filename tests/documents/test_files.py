import io
from datetime import datetime

import pytest
from PIL import Image

from dinh.documents import api
from dinh.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def photo() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    made.seek(0)
    return made


def test_file_is_kept_and_acknowledged(citizen: Actor, at: datetime) -> None:
    kept = api.store_file(by=citizen, at=at, name="..\\ảnh.exe", stream=photo(), purpose="cmp_1", subject_id="sub_1")
    with api.open_file(by=citizen, file_id=kept.file_id) as stream:
        assert stream.read() == photo().read()
    assert (kept.name, kept.media_type, kept.pages, kept.owner_person_id) == ("ảnh.png", "image/png", 1, "per_an")
