from pathlib import Path

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dinh.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from dinh.documents import events
        from dinh.documents.registry.house import House, configure

        del events  # its schemas are registered by the import
        bundled = Path(__file__).parent / "definitions" / "fonts"
        chosen = [Path(settings.DINH_PAPER_FONTS)] if settings.DINH_PAPER_FONTS else []
        configure(
            House(
                files=settings.DINH_FILES,
                pki=settings.DINH_HOME / "pki",
                fonts=(*chosen, bundled),
                public_url=settings.DINH_PUBLIC_URL,
                system_name=settings.DINH_SYSTEM_NAME,
                is_synthetic=settings.DINH_SYNTHETIC,
                max_bytes=settings.DINH_UPLOAD_MAX_MB * 1024 * 1024,
            )
        )
