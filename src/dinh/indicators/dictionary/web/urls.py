from django.urls import path

from dinh.indicators.dictionary.web import files, listing, pages, steps

app_name = "indicators_dictionary"
_ONE = "dieu-hanh/tu-dien/ban/<slug:version_id>/"
urlpatterns = [
    path("dieu-hanh/tu-dien/", listing.index, name="index"),
    path("dieu-hanh/tu-dien/moi/", pages.new, name="new"),
    path("dieu-hanh/tu-dien/tep/", pages.bring, name="bring"),
    path("dieu-hanh/tu-dien/chi-tieu/<str:code>/", listing.entry, name="entry"),
    path("dieu-hanh/tu-dien/chi-tieu/<str:code>/tiep/", pages.follow, name="follow"),
    path("dieu-hanh/tu-dien/chi-tieu/<str:code>/<int:number>.toml", files.defined, name="toml"),
    path(_ONE, pages.version, name="version"),
    path(f"{_ONE}sua/", pages.edit, name="edit"),
    path(f"{_ONE}dinh-nghia.toml", files.draft, name="draft_toml"),
    path(f"{_ONE}trinh/", steps.propose, name="propose"),
    path(f"{_ONE}rut/", steps.take_back, name="take_back"),
    path(f"{_ONE}tra-lai/", steps.send_back, name="send_back"),
    path(f"{_ONE}ban-hanh/", steps.publish, name="publish"),
    path(f"{_ONE}bo/", steps.drop, name="drop"),
    path(f"{_ONE}cham-dut/", steps.propose_end, name="propose_end"),
    path(f"{_ONE}cham-dut/rut/", steps.take_end_back, name="take_end_back"),
    path(f"{_ONE}cham-dut/tra-lai/", steps.send_end_back, name="send_end_back"),
    path(f"{_ONE}cham-dut/duyet/", steps.approve_end, name="approve_end"),
]
