"""The rules of time and length on their own: night, waits, rests, and what a phone network counts."""

import unicodedata
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel.clock import VN, local
from dinh.notices.policies.masking import mask, without_addresses
from dinh.notices.policies.schedule import Breaker, Quiet, after_quiet, next_try, rest_until
from dinh.notices.policies.sms import size_of, unaccented

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda one: one.replace(tzinfo=VN))  # noqa: DTZ001
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
nights = st.builds(Quiet, hours, hours, st.just(frozenset({"sms"})))


@given(moments, nights)
def test_a_quiet_way_speaks_at_the_first_loud_moment(at: datetime, quiet: Quiet) -> None:
    first = after_quiet(at, "sms", quiet)
    assert at <= first < at + timedelta(days=1)
    assert not quiet.holds("sms", first)
    if first != at:
        assert quiet.holds("sms", at)
        assert quiet.holds("sms", first - timedelta(microseconds=1))
        assert local(first).time() == quiet.until
    assert after_quiet(first, "sms", quiet) == first


@given(moments, nights)
def test_other_ways_never_wait(at: datetime, quiet: Quiet) -> None:
    assert after_quiet(at, "email", quiet) == at


@given(moments, st.integers(1, 500), st.lists(st.integers(1, 600), min_size=1, max_size=8).map(sorted))
def test_waits_grow_and_then_stay(at: datetime, attempts: int, minutes: list[int]) -> None:
    wait = next_try(at, attempts, minutes) - at
    assert timedelta(minutes=minutes[0]) <= wait <= timedelta(minutes=minutes[-1])
    assert next_try(at, attempts + 1, minutes) - at >= wait


@given(moments, st.integers(0, 500), st.integers(1, 9), st.lists(st.integers(1, 60), min_size=1).map(sorted))
def test_a_provider_rests_only_after_enough_failures(
    at: datetime, failures: int, threshold: int, minutes: list[int]
) -> None:
    until = rest_until(at, failures, Breaker(threshold, tuple(minutes)))
    assert (until is None) == (failures < threshold)
    if until is not None:
        assert at < until <= at + timedelta(minutes=minutes[-1])


@pytest.mark.parametrize(
    ("text", "encoding", "signs", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 80 + "a", "GSM-7", 161, 2),
        ("ế" * 70, "UCS-2", 70, 1),
        ("ế" * 71, "UCS-2", 71, 2),
        ("ế" * 135, "UCS-2", 135, 3),
        ("a" * 69 + "đ", "UCS-2", 70, 1),
        ("🙂" * 35, "UCS-2", 70, 1),
        ("à è ì ò ù", "GSM-7", 9, 1),
    ],
)
def test_a_text_message_is_counted_as_the_network_does(text: str, encoding: str, signs: int, parts: int) -> None:
    size = size_of(text)
    assert (size.encoding, size.signs, size.parts) == (encoding, signs, parts)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậĐƯƠỄ 0123456789–“”…", max_size=160))
def test_unmarked_vietnamese_always_fits_the_small_alphabet(text: str) -> None:
    assert size_of(unaccented(text)).encoding == "GSM-7"


def test_unmarked_words_keep_their_case() -> None:
    assert unaccented("Đà Lạt, xã K’Đơn") == "Da Lat, xa K'Don"


def test_addresses_are_masked_where_they_may_be_read() -> None:
    assert (mask("hoa@example.vn"), mask("0912345678"), mask("")) == ("h***@example.vn", "***678", "")
    said = without_addresses("550 <hoa@example.vn> unknown, call 0912345678 within 15 days")
    assert said == "550 <h***@example.vn> unknown, call ***678 within 15 days"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậĐƯƠỄ 0123456789", max_size=300))
def test_marked_vietnamese_is_split_as_the_network_splits_it(text: str) -> None:
    size = size_of(unicodedata.normalize("NFC", text))
    one, each = (160, 153) if size.encoding == "GSM-7" else (70, 67)
    parts = 1 if size.signs <= one else len(range(0, size.signs, each))
    assert (size.parts, size.signs) == (parts, len(unicodedata.normalize("NFC", text)))
