"""Sample content of the gallery: turns what YAML can say ($field, $form, $qr, $shapes) into what components take."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import cos, radians, sin
from typing import Any
from zlib import crc32

from django import forms
from django.utils.safestring import SafeString, mark_safe

from dinh.design import library
from dinh.design.codes import qr_code
from dinh.design.frame import NavItem
from dinh.design.maps import Shape

_NAMES = (
    "Xuân Hương – Đà Lạt",
    "Đạ Tẻh",
    "Hàm Thuận Nam",
    "B’Lao",
    "Lâm Viên – Đà Lạt",
    "Đặc khu Phú Quý",
    "Nhân Cơ",
    "Đức Trọng",
)


def render(part: library.Component, example: library.Example, *, outer: Mapping[str, Any]) -> SafeString:
    """Return one example of a component, drawn."""
    values = {key: made(value) for key, value in example.parameters.items()}
    content = mark_safe(example.content) if part.is_block else None
    return library.render(part.name, values, content=content, outer=outer)


def made(value: Any) -> Any:
    """Return a value of the YAML, its marks replaced by fields, forms, codes and shapes."""
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)).startswith("$"):
        mark, data = next(iter(value.items()))
        return _MAKERS[mark](data)
    return value


def _field(data: Mapping[str, Any]) -> Any:
    return _form([data])["answer_0"]


class _Sample(forms.Form):
    """A form whose errors are given: the gallery shows them without the rules behind them."""

    def __init__(self, wrong: Mapping[str, str], **given: Any) -> None:
        super().__init__({} if wrong else None, **given)
        self.wrong = wrong

    def clean(self) -> dict[str, Any]:
        self.errors.clear()
        for name, words in self.wrong.items():
            self.add_error(name, words)
        return self.cleaned_data


def _form(fields: list[Mapping[str, Any]]) -> forms.Form:
    names = {f"answer_{place}": data for place, data in enumerate(fields)}
    wrong = {name: data["error"] for name, data in names.items() if "error" in data}
    form = _Sample(wrong, auto_id=f"ex_{crc32(repr(fields).encode())}_%s")
    for name, data in names.items():
        form.fields[name] = _question(data)
        form.initial[name] = data.get("value", "")
    if wrong:
        form.data = {name: data.get("value", "") for name, data in names.items()}
    return form


def _question(data: Mapping[str, Any]) -> forms.Field:
    plain = {"label": data["label"], "required": data.get("required", True), "help_text": data.get("help", "")}
    choices = [(word, word) for word in data.get("choices", [])]
    kinds: dict[str, Any] = {
        "check": lambda: forms.BooleanField(**plain),
        "checkboxes": lambda: forms.MultipleChoiceField(**plain, choices=choices, widget=forms.CheckboxSelectMultiple),
        "date": lambda: forms.DateField(**plain, widget=forms.DateInput(attrs={"type": "date"})),
        "email": lambda: forms.EmailField(**plain),
        "file": lambda: forms.FileField(**plain),
        "number": lambda: forms.IntegerField(**plain),
        "radio": lambda: forms.ChoiceField(**plain, choices=choices, widget=forms.RadioSelect),
        "select": lambda: forms.ChoiceField(**plain, choices=[("", "– Chọn –"), *choices]),
        "text": lambda: forms.CharField(**plain),
        "textarea": lambda: forms.CharField(**plain, widget=forms.Textarea(attrs={"rows": 5})),
    }
    field: forms.Field = kinds[data["kind"]]()
    return field


def _shapes(count: int) -> tuple[Shape, ...]:
    """Return that many wedges around a middle: neighbours with shared borders, as communes are."""
    turn = 360 / count
    edge = [(1 + 0.1 * sin(2 * place)) for place in range(count * 6 + 1)]

    def point(step: int) -> tuple[float, float]:
        angle, reach = radians(step * turn / 6), edge[step % (count * 6)]
        return (108 + reach * cos(angle), 11.5 + 0.8 * reach * sin(angle))

    return tuple(
        Shape(str(n + 1), _NAMES[n % len(_NAMES)], (((108.0, 11.5), *(point(n * 6 + step) for step in range(7))),))
        for n in range(count)
    )


_MAKERS: Mapping[str, Callable[[Any], Any]] = {"$field": _field, "$form": _form, "$qr": qr_code, "$shapes": _shapes}


def page(room: str) -> dict[str, Any]:
    """Return sample content for a whole page of a room."""
    nav = (("Chờ tiếp nhận", 14, ""), ("Sắp đến hẹn", 5, "warning"), ("Chờ bổ sung", 3, ""), ("Chờ ký", 2, ""))
    names = ("Nguyễn Thị Hương Giang", "K’Brể", "Trần Văn Thắng", "Phạm Nguyễn Quỳnh Như", "Lê Đức Anh")
    titles = (
        "Đăng ký khai sinh",
        "Đăng ký biến động quyền sử dụng đất, tài sản gắn liền với đất",
        "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    )
    rows = [
        {
            "on": date(2026, 2, 23) + timedelta(days=n // 2),
            "left": n // 2 - 2,
            "code": f"H36.12.05-260213-{n + 7:04d}",
            "title": titles[n % len(titles)],
            "name": names[n % len(names)],
            "office": _NAMES[n % len(_NAMES)],
        }
        for n in range(25)
    ]
    return {
        "entries": [NavItem(label, "#", count, n == 0, tone, "Một cửa") for n, (label, count, tone) in enumerate(nav)],
        "rows": rows if room == "desk" else [],
        "stats": _stats() if room == "wall" else [],
        "shapes": _shapes(8),
        "marks": {str(n): {"bin": 1 + n % 5, "text": f"{80 + 2 * n},0 %", "href": "#"} for n in range(1, 8)},
        "slow": {
            "type": "bar",
            "unit": "hồ sơ",
            "labels": list(_NAMES),
            "highlight": 0,
            "series": [{"name": "Quá hẹn", "values": [41, 33, 27, 22, 14, 9, 8, None]}],
        },
        "events": (
            ("Có con nhỏ", "baby"),
            ("Kết hôn", "rings"),
            ("Nhà và đất", "house"),
            ("Làm ăn", "store"),
            ("Đi lại", "car"),
            ("Người thân qua đời", "candle"),
        ),
    }


def _stats() -> list[dict[str, Any]]:
    trend = [91, 90.5, 92, 93.1, 92.8, 78, 76.4, 84.2, 90, 94.8, 95.9, 96.4, 97.3]
    return [
        {
            "label": "Hồ sơ đã nhận hôm nay",
            "value": "1.204",
            "unit": "hồ sơ",
            "verdict": "Như mọi ngày",
            "trend": [9, 11, 10, 12, 11, 6, 7, 9, 10, 11, 12, 11.5, 12],
        },
        {
            "label": "Trả đúng hẹn",
            "value": "97,3",
            "unit": "%",
            "verdict": "Đạt",
            "tone": "good",
            "target": 95,
            "trend": trend,
        },
        {
            "label": "Nộp trực tuyến",
            "value": "61,8",
            "unit": "%",
            "verdict": "Chưa đạt",
            "tone": "warning",
            "target": 80,
            "trend": [v - 35 for v in trend],
        },
        {
            "label": "Trả phí trực tuyến",
            "value": "54,0",
            "unit": "%",
            "verdict": "Chưa đạt",
            "tone": "warning",
            "target": 60,
            "trend": [v / 2 for v in trend],
        },
        {
            "label": "Hồ sơ số hóa",
            "value": "88,1",
            "unit": "%",
            "verdict": "Đạt",
            "tone": "good",
            "target": 80,
            "trend": [v - 9 for v in trend],
        },
        {"label": "Giấy tờ được dùng lại", "missing": "Kho giấy tờ mở từ 01/03/2026"},
    ]
