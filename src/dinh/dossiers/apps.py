from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dinh.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from dinh.design.api import register_nav
        from dinh.documents.api import register_guard
        from dinh.dossiers import events, handlers
        from dinh.dossiers.queries.guards import may_open_file
        from dinh.dossiers.registry.province import open_province
        from dinh.dossiers.web.desk.nav import desk_entries
        from dinh.ledger.api import register_handlers

        del events  # its schemas are registered by the import
        open_province(settings.DINH_PROVINCE)
        register_handlers(handlers)
        register_nav("desk", desk_entries)
        # Uploads belong to their submission, papers of the case to their dossier.
        register_guard("sub", may_open_file)
        register_guard("dos", may_open_file)
