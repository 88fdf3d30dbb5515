from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "dinh.indicators.quality"
    label = "indicators_quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.documents import api as documents
        from dinh.indicators.quality import events, registry
        from dinh.indicators.quality.policies.access import may_read_files
        from dinh.indicators.quality.web.nav import entries

        del events  # its schemas are registered by the import
        registry.load()
        register_nav("desk", entries)
        documents.register_guard("points", may_read_files)
