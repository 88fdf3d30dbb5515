from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "dinh.indicators.quality"
    label = "indicators_quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.indicators.quality import events, registry
        from dinh.indicators.quality.web.nav import entries

        del events  # its schemas are registered by the import
        registry.load()
        register_nav("desk", entries)
