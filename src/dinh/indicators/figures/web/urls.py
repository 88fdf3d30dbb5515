from django.urls import path

from dinh.indicators.figures.web import entries, standing, views

app_name = "indicators"
urlpatterns = [
    path("chi-tieu/", views.dictionary, name="dictionary"),
    path("dieu-hanh/chi-tieu/<str:code>/", views.opened, name="opened"),
    path("dieu-hanh/chi-tieu/<str:code>/danh-sach.csv", views.rows_csv, name="rows_csv"),
    path("dieu-hanh/dang-mo/", standing.standing, name="standing"),
    path("dieu-hanh/but-toan/<slug:dossier_id>/", entries.entries, name="entries"),
]
