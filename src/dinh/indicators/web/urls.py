from django.urls import path

from dinh.indicators.web import views

app_name = "indicators"
urlpatterns = [
    path("chi-tieu/", views.dictionary, name="dictionary"),
    path("dieu-hanh/chi-tieu/<str:code>/", views.opened, name="opened"),
    path("dieu-hanh/chi-tieu/<str:code>/danh-sach.csv", views.rows_csv, name="rows_csv"),
]
