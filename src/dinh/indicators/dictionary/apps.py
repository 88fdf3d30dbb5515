from django.apps import AppConfig


class DictionaryConfig(AppConfig):
    name = "dinh.indicators.dictionary"
    label = "indicators_dictionary"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.indicators.dictionary import events
        from dinh.indicators.dictionary.queries import published
        from dinh.indicators.dictionary.web.nav import entries
        from dinh.indicators.figures import api as figures

        del events  # its schemas are registered by the import
        figures.register_published(published)
        register_nav("desk", entries)
