"""One path per shape, shared borders stay shared, no data is hatched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.design import maps
from dinh.design.maps import Mark, Shape, map_svg, spot_svg

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
TWO = (Shape("1", "Một", (SQUARE,)), Shape("2", "Hai", (tuple((x + 1, y) for x, y in SQUARE),)))
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [100, 10]},
    "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
    "objects": {
        "communes": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": 1, "name": "Một", "province": "68"}},
                {
                    "type": "MultiPolygon",
                    "arcs": [[[2, -1]]],
                    "properties": {"code": 2, "name": "Hai", "province": "01"},
                },
            ],
        }
    },
}


def test_topology_is_stitched_from_its_arcs() -> None:
    one, two = maps.read_shapes(TOPOLOGY)
    assert one.rings == (((101.0, 10.0), (101.0, 11.0), (100.0, 11.0), (100.0, 10.0), (101.0, 10.0)),)
    assert set(one.rings[0]) & set(two.rings[0]) == {(101.0, 10.0), (101.0, 11.0)}


def test_only_the_province_asked_for_is_read() -> None:
    assert [shape.code for shape in maps.read_shapes(TOPOLOGY, only={"province": "68"})] == ["1"]


def test_geojson_reads_the_same_square() -> None:
    geometry = {"type": "Polygon", "coordinates": [[list(point) for point in SQUARE]]}
    data = {
        "type": "FeatureCollection",
        "features": [{"properties": {"code": "1", "name": "Một"}, "geometry": geometry}],
    }
    assert maps.read_shapes(data) == (TWO[0],)


def test_map_draws_one_titled_linked_shape_per_unit() -> None:
    marks = {"1": Mark(5, "99,1 %", "/mot/"), "2": Mark(1, "74,0 %", "/hai/")}
    drawn = map_svg(TWO, marks, name="m", label="Đúng hẹn")
    assert drawn.count('<path class="d-map__shape') == 2
    assert '<a href="/mot/"' in drawn
    assert "<title>Hai: 74,0 %</title>" in drawn
    assert "url(#m-hatch)" not in drawn


@pytest.mark.parametrize("marks", [{"1": Mark(3, "91 %")}, {"1": Mark(3, "91 %"), "2": Mark(None, "chưa có dữ liệu")}])
def test_unit_without_data_is_hatched(marks: dict[str, Mark]) -> None:
    drawn = map_svg(TWO, marks, name="m", label="")
    assert drawn.count('fill="url(#m-hatch)"') == 1
    assert "Hai: chưa có dữ liệu" in drawn


def test_projection_keeps_north_up_and_fills_the_width() -> None:
    drawn, height = maps.project(TWO, width=200)
    xs = [x for _shape, rings in drawn for ring in rings for x, _y in ring]
    assert min(xs) == 0
    assert max(xs) == pytest.approx(200)
    assert drawn[0][1][0][0][1] == pytest.approx(height)
    assert height == pytest.approx(100, rel=0.01)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=40), st.integers(0, 20))
def test_simplify_keeps_ends_and_invents_no_point(points: list[tuple[int, int]], tolerance: int) -> None:
    line = tuple((float(x), float(y)) for x, y in points)
    kept = maps.simplify(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert set(kept) <= set(line)


def test_simplify_drops_what_lies_on_the_way() -> None:
    assert maps.simplify(((0.0, 0.0), (1.0, 0.001), (2.0, 0.0)), 0.01) == ((0.0, 0.0), (2.0, 0.0))
    assert len(maps.simplify(((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)), 0.01)) == 3


def test_map_of_nothing_is_nothing() -> None:
    assert map_svg((), {}, name="m", label="") == ""


def test_a_spot_is_drawn_where_it_lies_on_its_unit() -> None:
    drawn = spot_svg([SQUARE], (0.25, 0.75), label="Điểm", width=100)
    assert 'cx="25.0" cy="25.0"' in drawn
    assert "M0.0 100.0L100.0 100.0L100.0 0.0L0.0 0.0L0.0 100.0Z" in drawn


def test_a_spot_outside_widens_the_picture() -> None:
    drawn = spot_svg([SQUARE], (2.0, 0.5), label="<Điểm>", width=100)
    assert 'cx="100.0" cy="25.0"' in drawn
    assert "M0.0 50.0L50.0 50.0L50.0 0.0" in drawn
    assert "&lt;Điểm&gt;" in drawn
