"""The communes a person can choose from: those of this province, as of the day."""

from datetime import date

from django.conf import settings

from dinh.directory import api as directory

Choice = tuple[str, str]


def communes(on: date) -> list[Choice]:
    """Return the communes of the province as choices, in the order of their names; read from memory."""
    top = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=on)
    return [(str(one.unit_id), one.name) for one in directory.children(unit_id=top.unit_id, on=on)]


def place_name(unit_id: int | str | None, on: date) -> str:
    """Return the whole name of a unit, "" when nobody chose one."""
    if not unit_id:
        return ""
    return directory.unit(unit_id=int(unit_id), on=on).label
