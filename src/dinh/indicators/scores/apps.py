from django.apps import AppConfig


class ScoresConfig(AppConfig):
    name = "dinh.indicators.scores"
    label = "indicators_scores"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.documents import api as documents
        from dinh.indicators.scores import events, registry
        from dinh.indicators.scores.policies.access import may_read_files
        from dinh.indicators.scores.web.nav import entries

        del events  # its schemas are registered by the import
        registry.load()
        register_nav("desk", entries)
        documents.register_guard("score", may_read_files)
