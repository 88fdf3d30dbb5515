from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "dinh.indicators.workbench"
    label = "indicators_workbench"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.indicators.workbench import events
        from dinh.indicators.workbench.web.nav import entries

        del events  # its schemas are registered by the import
        register_nav("desk", entries)
