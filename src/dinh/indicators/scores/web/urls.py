from django.urls import path, re_path

from dinh.indicators.scores.web import files, moving, pages, parts, structures, trials, values, years

app_name = "indicators_scores"
urlpatterns = [
    path("dieu-hanh/dti/", pages.overview, name="overview"),
    path("dieu-hanh/dti/xep-hang/", pages.order, name="ranking"),
    path("dieu-hanh/dti/phan/<str:code>/", parts.part, name="part"),
    path("dieu-hanh/dti/gia-tri/<slug:value_id>/", values.one, name="value"),
    path("dieu-hanh/dti/qua-nam/", years.years, name="years"),
    path("dieu-hanh/dti/danh-muc/", structures.lists, name="lists"),
    path("dieu-hanh/dti/thu/", trials.trial, name="trial"),
    path("dieu-hanh/dti/thu/luu/", trials.keep, name="keep_trial"),
    path("dieu-hanh/dti/tep/", files.files, name="files"),
    path("dieu-hanh/dti/tep/nhap/", files.take_in, name="take_in"),
    path("dieu-hanh/dti/tep/<slug:import_id>/rut/", files.undo, name="undo"),
    path("dieu-hanh/dti/buoc/", moving.move, name="move"),
    path("dieu-hanh/dti/ban-cong-bo/<slug:publication_id>/", moving.frozen, name="frozen"),
    path("dieu-hanh/dti/danh-muc/<slug:structure_id>/duyet/", moving.approve, name="approve"),
    re_path(r"^dieu-hanh/dti/xuat\.(csv|xlsx)$", files.sheet, name="sheet"),
]
