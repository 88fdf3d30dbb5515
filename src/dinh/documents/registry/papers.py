"""The papers we can set: their template, the law that names them, and the facts they cannot do without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dinh.kernel import law


@dataclass(frozen=True, slots=True)
class PaperForm:
    """`law_key` finds number, name and act of the form on the day; forms of our own have a `title` instead."""

    template: str
    law_key: str = ""
    title: str = ""
    required: tuple[str, ...] = ("agency", "place")

    def words(self, on: date) -> tuple[str, str]:
        """Return the title of the paper and the line that names the form, as they stand on that day."""
        if not self.law_key:
            return self.title, ""
        try:
            entry = law.entry(self.law_key, on=on)
        except law.LawSilent:
            # Form 05 came in 2025; a stop before that day is told on the same paper without a form number.
            if not self.title:
                raise
            return self.title, ""
        return str(entry.value["name"]), f"Mẫu số {entry.value['number']} · {entry.act}"


_DOSSIER = ("agency", "place", "dossier_code", "applicant", "procedure")
FORMS: Mapping[str, PaperForm] = {
    form.template: form
    for form in (
        PaperForm("receipt_01", "form.receipt", required=(*_DOSSIER, "components", "received_text", "due_text")),
        PaperForm("supplement_02", "form.supplement", required=(*_DOSSIER, "reason")),
        PaperForm("refusal_03", "form.refusal", required=(*_DOSSIER, "reason")),
        PaperForm("apology_04", "form.apology", required=(*_DOSSIER, "reason", "new_due_text")),
        PaperForm("stop_05", "form.stop", "Thông báo dừng giải quyết hồ sơ", required=(*_DOSSIER, "reason")),
        PaperForm("control_06", "form.control", required=(*_DOSSIER, "received_text")),
        PaperForm("register_07", "form.register", required=("agency", "place", "rows")),
        PaperForm("result_generic", title="Quyết định", required=("agency", "place", "subject_line", "articles")),
        PaperForm("declaration", title="Bản kê khai điện tử", required=("agency", "place", "procedure", "sections")),
        PaperForm("fee_receipt", title="Biên lai thu phí, lệ phí", required=("agency", "place", "payer", "lines")),
    )
}
