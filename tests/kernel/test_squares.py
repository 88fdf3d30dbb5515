import io

import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from segno.encoder import mask_scores

from dinh.kernel.squares import _number, penalty, square

FINDER = bytes((1, 0, 1, 1, 1, 0, 1))


def scored(matrix: list[bytearray]) -> int:
    """The penalty cell by cell: runs, blocks and dark share as the library counts them, and every false finder.

    The library passes over a false finder that begins within another one.
    """
    runs, blocks, _finders, uneven = mask_scores(matrix, len(matrix), len(matrix))
    lines = [bytes(row) for row in matrix] + [bytes(column) for column in zip(*matrix, strict=True)]
    false = sum(
        line[place : place + 7] == FINDER
        and not (any(line[max(0, place - 4) : place]) and any(line[place + 7 : place + 11]))
        for line in lines
        for place in range(len(line) - 6)
    )  # fmt: skip
    return int(runs + blocks + 40 * false + uneven)


@given(bits=st.binary(min_size=21 * 21, max_size=21 * 21))
@settings(max_examples=60)
def test_penalty_of_any_cells_is_that_of_counting_them(bits: bytes) -> None:
    matrix = [bytearray(bit & 1 for bit in bits[row * 21 : row * 21 + 21]) for row in range(21)]
    assert penalty(_number(matrix), 21) == scored(matrix)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
@settings(max_examples=40, deadline=None)
def test_no_mask_serves_better_than_the_chosen_one(text: str) -> None:
    made = square(text)
    others = [segno.make(text, error="m", micro=False, mask=mask) for mask in range(8)]
    costs = [scored([bytearray(row) for row in one.matrix]) for one in others]
    assert (others[int(made.mask)].matrix, costs[int(made.mask)]) == (made.matrix, min(costs))


def test_code_says_its_text() -> None:
    text = "https://dichvucong.example.vn/xac-minh/K7QM2A9XW4ZP/"
    out = io.BytesIO()
    square(text).save(out, kind="png", scale=6, border=4)
    with Image.open(out) as picture:
        assert [one.text for one in zxingcpp.read_barcodes(picture)] == [text]
