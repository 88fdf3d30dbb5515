from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from dinh.notices.plugins.sms_http.simulator import pages as simulator
from dinh.notices.web import office, pages, receipts

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("thong-bao/", pages.inbox, name="inbox"),
    path("thong-bao/cai-dat/", pages.settings, name="settings"),
    path("thong-bao/da-doc/", pages.read_all, name="read_all"),
    path("thong-bao/co-quan/", office.inbox, name="office"),
    path("thong-bao/co-quan/da-doc/", office.read_all, name="office_read_all"),
    path("thong-bao/mau/", office.templates, name="templates"),
    path("thong-bao/goi-lai/<slug:name>/", receipts.receipt, name="receipt"),
    path("thong-bao/<slug:notice_id>/", pages.follow, name="follow"),
    path("thong-bao/<slug:notice_id>/mo/", pages.open_notice, name="open"),
]
if settings.DINH_SIMULATORS:
    urlpatterns += [
        path("gia-lap/thu/", simulator.mailbox, name="mailbox"),
        path("gia-lap/sms/", simulator.messages, name="phone"),
        path("gia-lap/sms/gui/", simulator.take, name="phone_take"),
        path("gia-lap/sms/<slug:key>/tra-loi/", simulator.answer, name="phone_answer"),
    ]
