"""The pages of the points: numbers, reasons, ways down, copies; and who may see them."""

import csv
import hashlib
import io
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dinh.directory import api as directory
from dinh.indicators import api as indicators
from dinh.indicators.quality import api as quality
from dinh.indicators.quality.models import ReportedValue
from dinh.kernel import clock
from tests.indicators.chain import decided, received, record
from tests.portal.conftest import Browser

pytestmark = pytest.mark.integration
PAGE = "/dieu-hanh/766/"


def picture_bytes() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def commune(province: directory.UnitView) -> directory.UnitView:
    """Return a commune with one dossier in time and one late and without a result, both of this month."""
    unit, now = directory.children(unit_id=province.unit_id, on=clock.now().date())[0], clock.now()
    for number in (1, 2):
        record([
            received(number, unit_id=unit.unit_id, at=now - timedelta(minutes=5)),
            decided(number, decided_at=now, is_on_time=number == 1, has_e_result=number == 1),
        ])  # fmt: skip
    return unit


def test_page_shows_what_the_engine_computes(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get(PAGE, {"don-vi": commune.unit_id})
    at = clock.now()
    now = quality.scores_of(unit_id=commune.unit_id, period=indicators.month(at.date()), at=at)
    shown = {item["code"]: item for group in page.context["groups"] for item in group["items"]}
    for one in now.items:
        kept = shown[one.item.code]["points"]
        assert (kept == "") == (one.points is None)
        if one.points is not None:
            assert Fraction(kept.replace(",", ".")) == quality.rounded(one.points, 2)
    assert shown["2.1"]["formula"] == "1 / 2 = 50,00 %; 20 × tỷ lệ / 100 % = 10,00"
    assert shown["1.4"]["reason"] == "Chưa có bút toán nào nói hồ sơ đã đồng bộ hay chưa."
    assert "Nhân với chỉ số 1.4" in shown["3.3"]["reason"]


def test_each_number_opens_to_its_figure(leader: Client, commune: directory.UnitView) -> None:
    for kind in ("thang", "thang-bao-cao", "quy"):
        page = leader.get(PAGE, {"don-vi": commune.unit_id, "ky": kind})
        (href,) = [i["href"] for g in page.context["groups"] for i in g["items"] if i["code"] == "2.1"]
        figure = leader.get(href)
        assert figure.status_code == 200
        assert "= 1 / 2" in figure.content.decode()


def test_dossiers_that_cost_points_lead_to_their_entries(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get(f"{PAGE}ho-so/", {"don-vi": commune.unit_id, "muc": "2.1"})
    (row,) = page.context["rows"]
    assert (row["code"], row["points"], row["to_save"]) == ("H36.1-260302-0002", "10,000", "")
    assert leader.get(row["entries"]).status_code == 200


def test_csv_of_lost_points_sums_to_what_was_lost(leader: Client, commune: directory.UnitView) -> None:
    answer = leader.get(f"{PAGE}ho-so.csv", {"don-vi": commune.unit_id})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(Fraction(row["points_exact"]) for row in rows if row["item"] == "2.1") == 10
    points = leader.get(f"{PAGE}diem.csv", {"don-vi": commune.unit_id}).content.decode("utf-8-sig")
    told = {row["item"]: row for row in csv.DictReader(io.StringIO(points))}
    assert (told["2.1"]["points_exact"], told["1.4"]["points_exact"]) == ("10", "")
    assert "/dieu-hanh/chi-tieu/dossiers.on_time_share/?" in told["2.1"]["link"]


def test_units_stand_in_order(leader: Client, commune: directory.UnitView) -> None:
    page = leader.get(f"{PAGE}don-vi/")
    communes, departments = page.context["tables"]
    assert [(row["rank"], row["name"]) for row in communes["rows"]] == [(1, commune.name)]
    assert departments["rows"] == []
    assert commune.name in leader.get(f"{PAGE}don-vi.csv").content.decode()


def test_each_unit_of_the_order_opens_to_its_points(leader: Client, commune: directory.UnitView) -> None:
    record([received(7, unit_id=commune.unit_id, at=clock.now())])
    for kind in ("thang", "quy"):
        (row,) = leader.get(f"{PAGE}don-vi/", {"ky": kind}).context["tables"][0]["rows"]
        head = leader.get(row["href"]).context["headline"]
        assert (head["points"], head["known_most"]) == (row["points"], row["of"])


def test_open_dossiers_of_2_1_open_to_their_list(leader: Client, commune: directory.UnitView) -> None:
    late = {"at": clock.now() - timedelta(days=9), "due_at": clock.now() - timedelta(days=2)}
    record([received(7, unit_id=commune.unit_id, at=clock.now()), received(8, unit_id=commune.unit_id, **late)])
    page = leader.get(PAGE, {"don-vi": commune.unit_id})
    (row,) = [i for g in page.context["groups"] for i in g["items"] if i["code"] == "2.1"]
    assert row["formula"].startswith("2 / 4 = 50,00 %")
    assert row["open_words"] == "trong đó 1 hồ sơ còn mở trong hạn, 1 hồ sơ còn mở đã trễ"
    assert row["ended_words"] == "chỉ tính hồ sơ đã kết thúc: 1 / 2 = 50,00 %, được 10,00 điểm"
    sides = {one["label"]: one["count"] for one in leader.get(row["open_href"]).context["sides"]}
    assert (sides["Trong hạn theo Quyết định 766"], sides["Trễ theo Quyết định 766"]) == ("1", "1")
    (costs,) = [one for one in leader.get(row["lost"]).context["rows"] if one["code"] == "H36.1-260302-0008"]
    assert (costs["points"], costs["to_save"]) == ("5,000", "")


def test_one_prepares_another_publishes_on_the_page(
    signed_in: Browser, leader: Client, commune: directory.UnitView
) -> None:
    officer = signed_in("dulieu.tinh")
    copy = officer.post(f"{PAGE}chot/", {"don-vi": commune.unit_id}).headers["Location"]
    officer.post(f"{copy}cong-bo/")
    assert not officer.get(copy).context["one"].published_at
    assert leader.get(copy).context["may_publish"]
    leader.post(f"{copy}cong-bo/")
    record([received(9, unit_id=commune.unit_id, at=clock.now())])
    page = officer.get(copy)
    assert page.context["one"].published_at
    assert page.context["differs"]
    assert copy in leader.get(PAGE, {"don-vi": commune.unit_id}).content.decode()


def test_a_report_shows_as_reported(signed_in: Browser, commune: directory.UnitView) -> None:
    officer = signed_in("dulieu.tinh")
    said = {"don-vi": commune.unit_id, "item": "1.4", "numerator": 1, "denominator": 2, "source": "BC 12"}
    assert officer.post(f"{PAGE}tu-bao-cao/", {**said, "denominator": 0}).status_code == 422
    officer.post(f"{PAGE}tu-bao-cao/", said)
    page = officer.get(PAGE, {"don-vi": commune.unit_id})
    shown = {item["code"]: item for group in page.context["groups"] for item in group["items"]}
    assert (shown["1.4"]["points"], shown["1.4"]["is_reported"]) == ("3,00", True)


def test_proof_of_a_report_is_listed_and_opens_to_those_who_may_see(
    signed_in: Browser, leader: Client, commune: directory.UnitView
) -> None:
    officer = signed_in("dulieu.tinh")
    said = {"don-vi": commune.unit_id, "item": "1.4", "numerator": 1, "denominator": 2, "source": "BC 12"}
    wrong = SimpleUploadedFile("minh-chung.exe", b"MZ not a paper")
    refused = officer.post(f"{PAGE}tu-bao-cao/", {**said, "file": wrong})
    assert refused.status_code == 422
    assert not ReportedValue.objects.exists()
    picture = SimpleUploadedFile("minh-chung.png", picture_bytes(), content_type="image/png")
    officer.post(f"{PAGE}tu-bao-cao/", {**said, "file": picture})
    page = leader.get(PAGE, {"don-vi": commune.unit_id})
    (item,) = [i for g in page.context["groups"] for i in g["items"] if i["code"] == "1.4"]
    (kept,) = item["files"]
    assert (kept.name, kept.sha256) == ("minh-chung.png", hashlib.sha256(picture_bytes()).hexdigest())
    words = page.content.decode()
    assert kept.sha256 in words
    assert item["told"].entered_name in words
    href = f"/tep/{kept.file_id}/"
    assert href in words
    answer = leader.get(href)
    assert b"".join(answer) == picture_bytes()
    assert signed_in("chuyenvien.xuanhuong").get(href).status_code == 403


@pytest.mark.parametrize(
    ("address", "code"),
    [("?don-vi=abc", "CT02"), ("?thang=2026-13", "CT03"), ("?thang=1999-01", "CT03"), ("ho-so/?muc=9", "CT25"),
     ("ban/qfr_none/", "CT22")],
)  # fmt: skip
def test_what_does_not_exist_is_said_clearly(leader: Client, address: str, code: str) -> None:
    answer = leader.get(f"{PAGE}{address}")
    assert answer.status_code == 404
    assert code in answer.content.decode()


@pytest.mark.parametrize("address", ["", "ho-so/", "don-vi/", "diem.csv", "ho-so.csv", "don-vi.csv"])
def test_points_stay_shut_for_others(signed_in: Browser, address: str) -> None:
    assert signed_in("chuyenvien.xuanhuong").get(f"{PAGE}{address}").status_code == 403
    assert Client().get(f"{PAGE}{address}").headers["Location"].startswith("/dang-nhap/")


def test_a_head_begins_with_the_own_unit(signed_in: Browser) -> None:
    assert "Xuân Hương" in signed_in("chutich.xuanhuong").get(PAGE).context["asked"].name
    assert "Sở Tư pháp" in signed_in("giamdoc.tuphap").get(PAGE).context["asked"].name
