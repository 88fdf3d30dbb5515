"""A small province: its offices, officers, people and five procedures, and the steps of a case in one call each."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

from dinh.directory import api as directory
from dinh.directory.identity.models import Agency
from dinh.directory.units.models import Unit
from dinh.dossiers import api
from dinh.dossiers.models import Dossier, Part, Submission
from dinh.forms import api as forms
from dinh.kernel.actor import SYSTEM, Actor, ActorKind
from dinh.kernel.clock import VN
from dinh.kernel.text import fold
from dinh.procedures import api as procedures
from dinh.procedures.operations.files import HEADERS

AT = datetime(2026, 2, 13, 9, 0, tzinfo=VN)  # the Friday before Tết
PROVINCE, COMMUNE, NEIGHBOR, OTHER_PROVINCE = 1, 11, 12, 2
BIRTH, HOUSE, NO_LIMIT, MINISTRY, CASES = "1.000001", "1.000002", "1.000003", "1.000004", "1.000005"


_RESULTS = {BIRTH: "Giấy khai sinh", HOUSE: "Giấy phép xây dựng"}


def at(text: str) -> datetime:
    """A moment of Viet Nam: at("2026-02-13 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def _row(table: str, **more: str) -> dict[str, str]:
    return dict.fromkeys(HEADERS[table], "") | more


def _procedure(code: str, name: str, levels: str, ministry: str, channels: Iterable[str]) -> dict[str, str]:
    papers = "2" if code in {BIRTH, CASES} else "1"
    return _row(
        "procedures.csv", code=code, name=name, field="Hộ tịch", ministry=ministry, levels=levels,
        channels="|".join(channels), components=papers, first_result=_RESULTS.get(code, ""), source="test",
    )  # fmt: skip


def _channel(code: str, channel: str, time: str, fee: str = "") -> dict[str, str]:
    return _row("procedure_channels.csv", code=code, channel=channel, time_raw=time, fee_raw=fee)


def _component(code: str, seq: int, name: str, case: str = "") -> dict[str, str]:
    return _row("procedure_components.csv", code=code, seq=str(seq), name=name, case=case, originals="1", copies="0")


def tables() -> dict[str, list[dict[str, str]]]:
    desk, online, post = "Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính"
    return {
        "procedures.csv": [
            _procedure(BIRTH, "Đăng ký khai sinh", "Cấp xã", "Bộ Tư pháp", (desk, online, post)),
            _procedure(HOUSE, "Cấp giấy phép xây dựng", "Cấp tỉnh", "Bộ Xây dựng", (desk, online)),
            _procedure(NO_LIMIT, "Xác nhận thông tin", "Cấp xã", "Bộ Tư pháp", (desk,)),
            _procedure(MINISTRY, "Cấp phép của bộ", "Cấp bộ", "Bộ Tư pháp", (desk, online)),
            _procedure(CASES, "Đăng ký lại", "Cấp xã", "Bộ Tư pháp", (desk, online)),
        ],
        "procedure_channels.csv": [
            _channel(BIRTH, desk, "3 Ngày làm việc"),
            _channel(BIRTH, online, "2 Ngày làm việc"),
            _channel(BIRTH, post, "3 Ngày làm việc"),
            _channel(HOUSE, desk, "10 Ngày làm việc", "75,000 Việt Nam Đồng"),
            _channel(HOUSE, online, "10 Ngày làm việc", "75,000 Việt Nam Đồng"),
            _channel(NO_LIMIT, desk, ""),
            _channel(MINISTRY, desk, "5 Ngày"),
            _channel(MINISTRY, online, "5 Ngày"),
            _channel(CASES, desk, "3 Ngày làm việc"),
            _channel(CASES, online, "3 Ngày làm việc"),
        ],
        "procedure_components.csv": [
            _component(BIRTH, 1, "Tờ khai"),
            _component(BIRTH, 2, "Giấy khai sinh của mẹ"),
            _component(HOUSE, 1, "Đơn đề nghị"),
            _component(NO_LIMIT, 1, "Đơn"),
            _component(MINISTRY, 1, "Đơn"),
            _component(CASES, 1, "Tờ khai", "Trường hợp người đã chết"),
            _component(CASES, 2, "Tờ khai khác", "Trường hợp mất bản chính"),
        ],
        "procedure_results.csv": [
            {"code": BIRTH, "result_code": "KQ.G15.000031", "result_name": "Giấy khai sinh"},
            {"code": HOUSE, "result_code": "KQ.G17.000001", "result_name": "Giấy phép xây dựng"},
        ],
    }


def _write(folder: Path) -> Path:
    content = tables()
    for name, rows in content.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, HEADERS[name])
            writer.writeheader()
            writer.writerows(rows)
    steps = [{"code": row["code"], "steps": "Bước 1", "conditions": ""} for row in content["procedures.csv"]]
    (folder / "procedure_steps.jsonl").write_text("\n".join(json.dumps(one) for one in steps), encoding="utf-8")
    return folder


def agency(code: str, kind: str, unit_id: int, *, province_id: int = PROVINCE, **more: Any) -> Agency:
    level = "province" if unit_id in {PROVINCE, OTHER_PROVINCE} else "commune"
    Unit.objects.get_or_create(id=unit_id, level=level)
    return Agency.objects.create(
        name=f"Cơ quan {code}", short_name=f"CQ {code}", folded=fold(f"Cơ quan {code}"), kind=kind, unit_id=unit_id,
        province_id=province_id, code_new=code, code_mark="synthetic", name_mark="synthetic",
        valid_from=date(2020, 1, 1), **more,
    )  # fmt: skip


def person(name: str, cccd: str = "", phone: str = "0912345678") -> directory.PersonView:
    return directory.find_or_create_person(
        by=SYSTEM, at=AT, full_name=name, cccd=cccd, phone=phone, residence_unit_id=COMMUNE, is_synthetic=True
    )


def official(where: Agency, *roles: str, procedures: tuple[str, ...] = ()) -> Actor:
    who = person(f"Cán bộ {where.code_new} {'-'.join(roles)}")
    post = directory.grant_post(
        by=SYSTEM, at=AT, person_id=who.person_id, agency_id=where.public_id, title="Chuyên viên", roles=roles,
        valid_from=date(2021, 1, 1), procedures=procedures,
    )  # fmt: skip
    return Actor(
        kind=ActorKind.OFFICIAL, account_id=f"acc_{post.post_id[4:]}", person_id=who.person_id, post_id=post.post_id,
        agency_id=where.public_id, unit_id=where.unit_id, roles=frozenset(roles), display_name=who.full_name,
        channel_evidence={"way": "password+totp", "session": "s" * 16},
    )  # fmt: skip


def citizen(who: directory.PersonView) -> Actor:
    return Actor(
        kind=ActorKind.CITIZEN, account_id=f"acc_{who.person_id[4:]}", person_id=who.person_id,
        display_name=who.full_name, channel_evidence={"way": "vneid", "session": "c" * 16},
    )  # fmt: skip


@dataclass(frozen=True)
class World:
    committee: Agency
    center: Agency
    province: Agency
    department: Agency
    desk: Actor
    far_desk: Actor
    province_desk: Actor
    foreign_desk: Actor
    specialist: Actor
    colleague: Actor
    head: Actor
    builder: Actor
    builder_head: Actor
    hoa: Actor
    nam: Actor


def make(folder: Path) -> World:
    Unit.objects.get_or_create(id=PROVINCE, level="province")
    procedures.import_catalogue(by=SYSTEM, at=AT, folder=_write(folder), valid_from=date(2020, 1, 1))
    province = agency("H36", "province_committee", PROVINCE)
    department = agency("H36.07", "department", PROVINCE, parent=province)
    province_center = agency("H36.30", "service_center_province", PROVINCE, parent=province)
    committee = agency("H36.41.01", "commune_committee", COMMUNE, parent=province)
    center = agency("H36.41.01.001", "service_center_commune", COMMUNE, parent=committee)
    far = agency("H36.41.02.001", "service_center_commune", NEIGHBOR)
    agency("H36.41.02", "commune_committee", NEIGHBOR, parent=province)
    foreign = agency("H55.01", "service_center_commune", 21, province_id=_other_province())
    return World(
        committee=committee,
        center=center,
        province=province,
        department=department,
        desk=official(center, "mot_cua"),
        far_desk=official(far, "mot_cua"),
        province_desk=official(province_center, "mot_cua", "cashier"),
        foreign_desk=official(foreign, "mot_cua"),
        specialist=official(committee, "specialist"),
        colleague=official(committee, "specialist"),
        head=official(committee, "head"),
        builder=official(department, "specialist"),
        builder_head=official(department, "head"),
        hoa=citizen(person("Nguyễn Thị Hòa", "900000000001")),
        nam=citizen(person("Trần Văn Nam", "900000000002", "0987654321")),
    )


def _other_province() -> int:
    return Unit.objects.get_or_create(id=OTHER_PROVINCE, level="province")[0].pk


def draft(world: World, *, by: Actor | None = None, code: str = BIRTH, when: datetime = AT, **values: str) -> str:
    """A whole draft: every paper answered."""
    actor = by or world.hoa
    saved = api.open_draft(
        by=actor, at=when, procedure_code=code, applicant_person_id=world.hoa.person_id if actor.is_official else "",
        values={"competent_unit_id": str(COMMUNE), **values},
    )  # fmt: skip
    declare(saved.submission_id)
    for seq in Part.objects.filter(submission__public_id=saved.submission_id).values_list("seq", flat=True):
        api.mark_part(by=actor, at=when, submission_id=saved.submission_id, seq=seq, source="paper")
    return saved.submission_id


def declare(submission_id: str) -> None:
    """Answer a form made from the catalogue; one that a test made is the test's to answer."""
    row = sent(submission_id)
    if row.form_id.startswith("gen"):
        row.answers = forms.sample(form_id=row.form_id, answers={}, unit_id=COMMUNE, on=AT.date())
        row.save(update_fields=["answers"])


def filed(world: World, *, by: Actor | None = None, code: str = BIRTH, when: datetime = AT, **values: str) -> str:
    submission_id = draft(world, by=by, code=code, when=when, **values)
    api.file_submission(by=by or world.hoa, at=when, submission_id=submission_id, idempotency_key=submission_id)
    return submission_id


def received(world: World, *, when: datetime = AT, code: str = BIRTH, **values: str) -> str:
    submission_id = filed(world, code=code, when=when, **values)
    return api.receive(by=world.desk, at=when, submission_id=submission_id).dossier_id


def started(world: World, *, when: datetime = AT, **values: str) -> str:
    dossier_id = received(world, when=when, **values)
    return api.start_processing(by=world.specialist, at=when, dossier_id=dossier_id).dossier_id


def asked(world: World, dossier_id: str, when: datetime = AT, **more: Any) -> api.Moved:
    items = [api.SupplementItem("Giấy chứng sinh", "Bản đã nộp bị mờ")]
    return api.request_supplement(
        by=world.specialist, at=when, dossier_id=dossier_id, items=items, reason="Thiếu giấy tờ", **more
    )


def decided(world: World, dossier_id: str, when: datetime = AT, outcome: str = "approved") -> api.Moved:
    content = api.ResultContent(summary="Kết quả", reason="Đã xem xét")
    return api.decide(by=world.head, at=when, dossier_id=dossier_id, outcome=outcome, content=content)


def row(dossier_id: str) -> Dossier:
    return Dossier.objects.select_related("submission").get(public_id=dossier_id)


def sent(submission_id: str) -> Submission:
    return Submission.objects.get(public_id=submission_id)


@cache
def _page() -> bytes:
    kept, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    made.save(kept, deterministic_id=True)
    return kept.getvalue()


def pdf() -> io.BytesIO:
    return io.BytesIO(_page())
