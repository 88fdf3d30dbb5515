from django.apps import AppConfig


class DirectoryUnitsConfig(AppConfig):
    name = "dinh.directory.units"
    label = "directory_units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.directory.units import events  # noqa: F401  declares the events of this applet
