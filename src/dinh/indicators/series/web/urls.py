from django.urls import path

from dinh.indicators.series.web import pages

app_name = "indicators_series"
urlpatterns = [
    path("dieu-hanh/chuoi/", pages.catalogue, name="catalogue"),
    path("dieu-hanh/chuoi/<str:code>/", pages.one, name="series"),
    path("dieu-hanh/muc-tieu/", pages.targets, name="targets"),
]
