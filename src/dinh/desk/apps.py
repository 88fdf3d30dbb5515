from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dinh.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.desk import events
        from dinh.desk.web.nav import desk_entries

        del events  # its schemas are registered by the import

        register_nav("desk", desk_entries)
