"""A process as a file and as a drawing."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from dinh.processes import registry
from dinh.processes.policies.bpmn import draw, read_bpmn, write_bpmn
from dinh.processes.policies.storing import from_data
from dinh.processes.queries.versions import row_of
from dinh.processes.queries.words import AGENCY_PLACES, ROLES, time_words
from dinh.processes.types import Drawn, ImportedModel, Node, ProcessModel

__all__ = ["diagram_svg", "export_bpmn", "import_bpmn"]


def import_bpmn(*, data: bytes) -> ImportedModel:
    """Read a BPMN 2.0 file: this function will return its executable part, the file, and what is kept but not executed.

    Nothing is saved: `save_draft(model=…, bpmn=imported.source)` does. Raises Invalid PR01-PR06 for what is no safe and
    usable BPMN file of at most 2 MB.
    """
    return read_bpmn(data)


def export_bpmn(*, version_id: str) -> bytes:
    """Write a version as BPMN 2.0: this function will return the file, with all that an imported one held.

    Element ids are those of the model. Raises NotFound PR21.
    """
    row = row_of(version_id)
    return write_bpmn(from_data(row.model), row.bpmn)


def diagram_svg(
    *,
    model: ProcessModel,
    marks: Mapping[str, str] | None = None,
    links: Collection[str] = (),
    is_tall: bool = False,
) -> Drawn:
    """Draw a process: this function will return an SVG drawing and its size.

    Places of a modeller are kept, else the steps are laid out from left to right, or
    `is_tall` downwards. `marks` adds a class by element id
    (open, late, done, added, changed), `links` are steps that lead to `#buoc-<id>`.
    """
    title = _("Diagram of the process “%(name)s”") % {"name": model.name}
    return draw(model, detail=_detail, title=title, marks=marks, links=links, is_tall=is_tall)


def _detail(node: Node) -> str:
    where = AGENCY_PLACES.get(node.agency) or registry.agency_words().get(node.agency, "")
    who = str(ROLES.get(node.role, node.role))
    place = str(where) if node.kind.value == "subtask" else ""
    return " · ".join(part for part in (place or who, time_words(node)) if part)
