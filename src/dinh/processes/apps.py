from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "dinh.processes"
    label = "processes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dinh.design.api import register_nav
        from dinh.processes import events
        from dinh.processes.web.processes_nav import process_entries
        from dinh.processes.web.tables_nav import table_entries

        del events  # its schemas are registered by the import
        register_nav("desk", process_entries)
        register_nav("desk", table_entries)
