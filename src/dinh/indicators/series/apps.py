from django.apps import AppConfig


class SeriesConfig(AppConfig):
    name = "dinh.indicators.series"
    label = "indicators_series"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.indicators.series import registry
        from dinh.indicators.series.web.nav import entries

        registry.load()
        register_nav("desk", entries)
