from django.urls import path

from dinh.indicators.quality.web import copies, pages, sheets

app_name = "indicators_quality"
urlpatterns = [
    path("dieu-hanh/766/", pages.overview, name="overview"),
    path("dieu-hanh/766/diem.csv", sheets.sheet, name="sheet"),
    path("dieu-hanh/766/ho-so/", pages.lost, name="lost"),
    path("dieu-hanh/766/ho-so.csv", sheets.lost_csv, name="lost_csv"),
    path("dieu-hanh/766/don-vi/", pages.units, name="units"),
    path("dieu-hanh/766/don-vi.csv", sheets.units_csv, name="units_csv"),
    path("dieu-hanh/766/tu-bao-cao/", copies.report, name="report"),
    path("dieu-hanh/766/chot/", copies.prepare, name="prepare"),
    path("dieu-hanh/766/ban/<slug:frozen_id>/", copies.copy, name="copy"),
    path("dieu-hanh/766/ban/<slug:frozen_id>/cong-bo/", copies.publish, name="publish"),
]
