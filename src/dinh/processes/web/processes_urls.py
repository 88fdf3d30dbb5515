from django.urls import URLPattern, URLResolver, path

from dinh.processes.web import processes, processes_edit

urlpatterns: list[URLPattern | URLResolver] = [
    path("cau-hinh/quy-trinh/", processes.index, name="processes"),
    path("cau-hinh/quy-trinh/moi/", processes_edit.new, name="process_new"),
    path("cau-hinh/quy-trinh/<slug:version_id>/", processes.show, name="process"),
    path("cau-hinh/quy-trinh/<slug:version_id>/sua/", processes_edit.edit, name="process_edit"),
    path("cau-hinh/quy-trinh/<slug:version_id>/ban-nhap/", processes_edit.draft, name="process_draft"),
    path("cau-hinh/quy-trinh/<slug:version_id>/tep/", processes_edit.bring, name="process_bring"),
    path("cau-hinh/quy-trinh/<slug:version_id>/bo/", processes_edit.drop, name="process_drop"),
    path("cau-hinh/quy-trinh/<slug:version_id>/ban-hanh/", processes_edit.publish, name="process_publish"),
    path("cau-hinh/quy-trinh/<slug:version_id>/so-sanh/", processes.against, name="process_compare"),
    path("cau-hinh/quy-trinh/<slug:version_id>/quy-trinh.bpmn", processes.bpmn, name="process_bpmn"),
]
