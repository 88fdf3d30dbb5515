from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dinh.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from dinh.ledger.api import register_handlers
        from dinh.notices import events, handlers
        from dinh.notices.plugins.assembly import assemble

        del events  # its schemas are registered by the import
        register_handlers(handlers)
        assemble(
            file=settings.DINH_NOTICES,
            public_url=settings.DINH_PUBLIC_URL,
            secret_key=settings.SECRET_KEY,
            has_simulators=settings.DINH_SIMULATORS,
        )
