import re
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dinh.kernel.errors import Invalid
from dinh.payments.api import vietqr

STATIC = "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
DYNAMIC = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN62150811Chuyen tien"
    "630453E6"
)


def emv(text: str) -> list[tuple[str, str]]:
    """Read TLV without any code of ours."""
    found, place = [], 0
    while place < len(text):
        tag, length = text[place : place + 2], int(text[place + 2 : place + 4])
        value = text[place + 4 : place + 4 + length]
        assert len(value) == length
        found.append((tag, value))
        place += 4 + length
    return found


def crc_by_table(text: str) -> str:
    """CRC-16/CCITT-FALSE by polynomial division over the bits, written apart from the product."""
    bits = int.from_bytes(text.encode(), "big") << 16
    bits ^= 0xFFFF << (8 * len(text))
    for place in range(8 * len(text) - 1, -1, -1):
        if bits >> (place + 16) & 1:
            bits ^= 0x11021 << place
    return f"{bits:04X}"


def test_payload_of_the_published_vectors() -> None:
    assert vietqr.payload("970416", "257678859") == STATIC
    assert vietqr.payload("970416", "257678859", 10_000, "Chuyen tien") == DYNAMIC


def test_command_prints_the_payload(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("vietqr", bin="970416", account="257678859")
    call_command("vietqr", bin="970416", account="257678859", amount=1000, purpose="Chuyển tiền")
    first, second = capsys.readouterr().out.split("\n")[:2]
    assert first == STATIC
    assert dict(emv(second)) == {
        "00": "01", "01": "12", "38": "0010A0000007270123000697041601092576788590208QRIBFTTA", "53": "704",
        "54": "1000", "58": "VN", "62": "0811Chuyen tien", "63": crc_by_table(second[:-4]),
    }  # fmt: skip


def test_command_tells_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="PA01"):
        call_command("vietqr", bin="9704", account="1")


@pytest.mark.parametrize("amount", [None, 1000])
def test_two_independent_decoders_read_the_picture(tmp_path: Path, amount: int | None) -> None:
    text = vietqr.payload("970416", "257678859", amount, "Chuyen tien" if amount else "")
    file = tmp_path / "qr.png"
    call_command(
        "vietqr", bin="970416", account="257678859", amount=amount, purpose="Chuyen tien" if amount else "", png=file
    )
    zbar = subprocess.run(["zbarimg", "--raw", "-q", str(file)], capture_output=True, text=True, check=True).stdout
    with Image.open(file) as picture:
        (zxing,) = zxingcpp.read_barcodes(picture)
    assert (zbar.strip(), zxing.text) == (text, text)


def test_svg_is_the_same_code_without_inline_style(tmp_path: Path) -> None:
    file = tmp_path / "qr.svg"
    call_command("vietqr", bin="970416", account="257678859", svg=file)
    drawn = file.read_text()
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "<script" not in drawn


ACCOUNTS = st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True)
BINS = st.from_regex(r"[0-9]{6}", fullmatch=True)


@given(BINS, ACCOUNTS, st.none() | st.integers(1, 10**13 - 1), st.text(max_size=60), st.integers(1, 25))
def test_payload_reads_back(bank: str, account: str, amount: int | None, purpose: str, longest: int) -> None:
    text = vietqr.payload(bank, account, amount, purpose, longest_purpose=longest)
    read = vietqr.read(text)
    assert (read.bank_bin, read.account, read.amount, read.is_dynamic) == (bank, account, amount, amount is not None)
    assert read.purpose == vietqr.fold_purpose(purpose, longest)
    assert len(read.purpose) <= longest
    assert read.purpose.isascii()
    assert emv(text)[-1] == ("63", crc_by_table(text[:-4]))


@given(st.text(max_size=80))
def test_purpose_folds_once(words: str) -> None:
    folded = vietqr.fold_purpose(words)
    assert vietqr.fold_purpose(folded) == folded
    assert re.fullmatch(r"[0-9A-Za-z .,:/_-]*", folded)


def test_purpose_drops_tones() -> None:
    assert vietqr.fold_purpose("Đóng lệ phí đăng ký  khai sinh") == "Dong le phi dang ky khai"


@pytest.mark.parametrize(
    ("bank", "account", "amount", "code"),
    [
        ("97041", "1", None, "PA01"),
        ("97041a", "1", None, "PA01"),
        ("٩٧٠٤١٦", "1", None, "PA01"),
        ("970416", "", None, "PA02"),
        ("970416", "12 34", None, "PA02"),
        ("970416", "1" * 20, None, "PA02"),
        ("970416", "1", 0, "PA03"),
        ("970416", "1", -5, "PA03"),
        ("970416", "1", 10**13, "PA03"),
    ],
)
def test_payload_refuses_what_no_bank_takes(bank: str, account: str, amount: int | None, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        vietqr.payload(bank, account, amount)
    assert refused.value.code == code


def test_refusals_are_told_in_vietnamese() -> None:
    with pytest.raises(Invalid) as refused:
        vietqr.payload("97041", "1")
    assert str(refused.value.message) == "Mã ngân hàng (BIN) phải có đúng 6 chữ số."


def with_crc(text: str) -> str:
    return text + "6304" + crc_by_table(text + "6304")


@pytest.mark.parametrize(
    "text",
    [
        "", "6304", STATIC[:-1] + "0", STATIC.replace("257678859", "257678858"), "tiền", with_crc("00"),
        with_crc("0x02"), with_crc("000201000201"), with_crc("0099ab"), with_crc("000201"), with_crc("0002015303704"),
        with_crc("00020138180010A000000727010053037045802VN"),
        with_crc(STATIC[:-8].replace("5303704", "53037045402ab")), with_crc(STATIC[:-8].replace("5303704", "5303840")),
    ],
)  # fmt: skip
def test_read_refuses_damaged_codes(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        vietqr.read(text)
    assert refused.value.code == "PA04"
