from django.apps import AppConfig


class DirectoryIdentityConfig(AppConfig):
    name = "dinh.directory.identity"
    label = "directory_identity"
    default_auto_field = "django.db.models.BigAutoField"
