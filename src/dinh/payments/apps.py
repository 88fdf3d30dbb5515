import hashlib

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "dinh.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from dinh.design.api import register_nav
        from dinh.documents.api import register_guard
        from dinh.ledger.api import register_handlers
        from dinh.payments import events, handlers, registry
        from dinh.payments.plugins.demo_receipts.provider import DemoReceipts
        from dinh.payments.plugins.national_platform.gateway import NationalPlatform
        from dinh.payments.queries.guards import may_open_receipt
        from dinh.payments.web.nav import desk_entries

        del events  # its schemas are registered by the import

        register_handlers(handlers)
        register_guard("rct", may_open_receipt)
        register_nav("desk", desk_entries)
        registry.open_province(settings.DINH_PROVINCE)
        url, secret = settings.DINH_PAYMENT_URL, settings.DINH_PAYMENT_SECRET
        if settings.DINH_SIMULATORS:
            url = url or f"{settings.DINH_PUBLIC_URL}/gia-lap/ngan-hang/cong/"
            secret = secret or hashlib.sha256(f"payment simulator {settings.SECRET_KEY}".encode()).hexdigest()
            registry.set_receipts(DemoReceipts())
        if url and secret:
            registry.set_gateway(NationalPlatform(url=url, partner=settings.DINH_PAYMENT_PARTNER, secret=secret))
