from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "dinh.forms"
    label = "forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.forms import events
        from dinh.forms.web.nav import form_entries

        del events  # its schemas are registered by the import
        register_nav("desk", form_entries)
