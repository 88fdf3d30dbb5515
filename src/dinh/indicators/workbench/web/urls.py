from django.urls import path, re_path

from dinh.indicators.workbench.web import exports, pages

app_name = "indicators_workbench"
urlpatterns = [
    path("dieu-hanh/phan-tich/", pages.bench, name="bench"),
    path("dieu-hanh/phan-tich/o/", pages.cell, name="cell"),
    path("dieu-hanh/phan-tich/luu/", pages.keep, name="keep"),
    path("dieu-hanh/phan-tich/<slug:view_id>/bo/", pages.remove, name="remove"),
    re_path(r"^dieu-hanh/phan-tich/xuat\.(csv|xlsx|parquet|sdmx\.csv|sdmx\.xml)$", exports.export, name="export"),
]
