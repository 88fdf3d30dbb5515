"""The door of `design`: what modules above may call from Python. Templates use `{% load design %}`."""

from dinh.design.charts import sparkline
from dinh.design.codes import qr_code
from dinh.design.fields import VndField
from dinh.design.frame import NavItem, register_nav
from dinh.design.library import render
from dinh.design.maps import Mark, Shape, map_svg, read_shapes
from dinh.design.specs import Chart, Series, chart_of

__all__ = [
    "Chart",
    "Mark",
    "NavItem",
    "Series",
    "Shape",
    "VndField",
    "chart_of",
    "map_svg",
    "qr_code",
    "read_shapes",
    "register_nav",
    "render",
    "sparkline",
]
