from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "dinh.processes"
    label = "processes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.processes import events

        del events  # its schemas are registered by the import
