from django.urls import URLPattern, URLResolver, path

from dinh.documents.web import files, store, verify

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("xac-minh/", verify.verify, name="verify"),
    path("xac-minh/<slug:code>/", verify.paper, name="paper"),
    path("kho-giay-to/", store.papers, name="store"),
    path("kho-giay-to/<slug:item_id>/", store.item, name="item"),
    path("kho-giay-to/<slug:item_id>/dung-lai/", store.set_offered, name="set_offered"),
    path("tep/<slug:file_id>/", files.file, name="file"),
]
