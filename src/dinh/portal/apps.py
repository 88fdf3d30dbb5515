from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dinh.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.portal.web.nav import rooms

        register_nav("rooms", rooms)
