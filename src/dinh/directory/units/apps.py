from django.apps import AppConfig


class DirectoryUnitsConfig(AppConfig):
    name = "dinh.directory.units"
    label = "directory_units"
    default_auto_field = "django.db.models.BigAutoField"
