from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from dinh.directory.identity.web.views import account

app_name = "identity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("chon-vi-tri/", account.choose_post, name="choose_post"),
    path("toi/", account.me, name="me"),
    path("toi/phien/<str:sign_in_id>/ket-thuc/", account.end_session, name="end_session"),
    path("toi/dong-y/<str:consent_id>/rut-lai/", account.withdraw_consent, name="withdraw_consent"),
]
if settings.DINH_SIMULATORS:
    urlpatterns.append(path("gia-lap/vneid/", include("dinh.directory.identity.plugins.vneid.simulator.urls")))
