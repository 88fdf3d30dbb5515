"""An e-receipt provider that does not exist: gives numbers from a range of its own, all marked as samples."""

from dinh.payments.models import SimulatedReceipt
from dinh.payments.types import FeeKind, IssuedNumber, ReceiptRequest

FORMS = {FeeKind.PHI: "01BLP0-MAU", FeeKind.LE_PHI: "01BLLP0-MAU", FeeKind.UNKNOWN: "01BL0-MAU"}


class DemoReceipts:
    """Plays the provider; the same key always gets the same number, as a real one promises."""

    def issue(self, asked: ReceiptRequest) -> IssuedNumber:
        row, _is_new = SimulatedReceipt.objects.get_or_create(
            key=asked.key, defaults={"kind": asked.kind, "amount_vnd": asked.amount_vnd}
        )
        return IssuedNumber(
            form=FORMS[asked.kind],
            symbol=f"MAU-{asked.issued_at:%y}E",
            number=f"{row.pk:07d}",
            provider="demo",
            is_demo=True,
        )
