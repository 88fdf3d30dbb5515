from django.urls import URLPattern, URLResolver, path

from dinh.processes.web import tables, tables_edit, tables_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("cau-hinh/bang-quyet-dinh/", tables.index, name="tables"),
    path("cau-hinh/bang-quyet-dinh/moi/", tables_new.new, name="table_new"),
    path("cau-hinh/bang-quyet-dinh/kem-theo/", tables_new.bring, name="tables_bring"),
    path("cau-hinh/bang-quyet-dinh/cach-viet/", tables_edit.help_page, name="tables_help"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/", tables.show, name="table"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/sua/", tables_edit.edit, name="table_edit"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/ban-nhap/", tables_edit.draft, name="table_draft"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/bo/", tables_edit.drop, name="table_drop"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/ban-hanh/", tables.publish, name="table_publish"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/cham-dut/", tables.retire, name="table_retire"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/so-sanh/", tables.against, name="table_compare"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/bang.dmn", tables.dmn, name="table_dmn"),
    path("cau-hinh/bang-quyet-dinh/<slug:table_id>/bang.csv", tables.sheet, name="table_sheet"),
]
