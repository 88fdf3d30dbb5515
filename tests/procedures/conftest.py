"""A small catalogue that tests write themselves, and the real one loaded once."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import VN
from dinh.procedures import api
from dinh.procedures.operations.files import HEADERS

AT = datetime(2026, 11, 22, 9, 0, tzinfo=VN)
TODAY = date(2026, 11, 22)
Tables = dict[str, list[dict[str, str]]]


def procedure(code: str, name: str, **more: str) -> dict[str, str]:
    row = dict.fromkeys(HEADERS["procedures.csv"], "")
    row |= {"code": code, "name": name, "field": "Hộ tịch", "ministry": "Bộ Tư pháp", "levels": "Cấp xã"}
    return row | {"channels": "Trực tiếp", "components": "1", "first_result": "Giấy khai sinh", "source": "test"} | more


def channel(code: str, **more: str) -> dict[str, str]:
    row = dict.fromkeys(HEADERS["procedure_channels.csv"], "")
    return row | {"code": code, "channel": "Trực tiếp", "time_raw": "3 Ngày làm việc", "fee_raw": "Miễn phí"} | more


def component(code: str, name: str = "Tờ khai", **more: str) -> dict[str, str]:
    row = dict.fromkeys(HEADERS["procedure_components.csv"], "")
    return row | {"code": code, "seq": "1", "name": name, "originals": "1", "copies": "0"} | more


def result(code: str, number: str = "KQ.G15.000031", name: str = "Giấy khai sinh") -> dict[str, str]:
    return {"code": code, "result_code": number, "result_name": name}


def small() -> Tables:
    codes = ("1.000001", "1.000002", "1.000003")
    names = ("Đăng ký khai sinh", "Đăng ký kết hôn", "Đăng ký khai tử")
    return {
        "procedures.csv": [procedure(code, name) for code, name in zip(codes, names, strict=True)],
        "procedure_channels.csv": [channel(code) for code in codes],
        "procedure_components.csv": [component(code) for code in codes],
        "procedure_results.csv": [result(code) for code in codes],
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Tables], Path]:
    def write_tables(tables: Tables) -> Path:
        for name, rows in tables.items():
            with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, HEADERS[name])
                writer.writeheader()
                writer.writerows(rows)
        lines = [{"code": row["code"], "steps": "Bước 1", "conditions": ""} for row in tables["procedures.csv"]]
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / "procedure_steps.jsonl").write_text(text, encoding="utf-8")
        return tmp_path

    return write_tables


def load(folder: Path, **more: Any) -> api.ImportReport:
    return api.import_catalogue(by=SYSTEM, at=AT, folder=folder, **more)


@pytest.fixture(scope="module")
def real(django_db_setup: None, django_db_blocker: Any) -> Iterator[api.ImportReport]:
    """The whole real catalogue with the province's entries, gone again after the module."""
    del django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        folder = settings.DINH_DATA / "procedures"
        done = load(folder, province_file=settings.DINH_PROVINCES / "68" / "procedures.toml")
        # Once here, or every test would check the keys of forty thousand rows again when it ends.
        connection.check_constraints()
        yield done
        transaction.set_rollback(True)
