from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "dinh.indicators.figures"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.indicators.figures import handlers, registry
        from dinh.indicators.figures.plugins.engines import duckdb, postgres, spark  # noqa: F401  each registers itself
        from dinh.ledger import api as ledger

        ledger.register_handlers(handlers)
        registry.shipped()
