"""All routes, module by module."""

from django.conf import settings
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path

from dinh.config import health, http

handler500 = "dinh.config.middleware.broken"
urlpatterns = [
    path("", include("dinh.portal.web.urls")),
    path("", include("dinh.indicators.dictionary.web.urls")),
    path("", include("dinh.indicators.workbench.web.urls")),
    path("", include("dinh.indicators.series.web.urls")),
    path("", include("dinh.indicators.scores.web.urls")),
    path("", include("dinh.indicators.quality.web.urls")),
    path("", include("dinh.indicators.figures.web.urls")),
    path("", include("dinh.desk.web.urls")),
    path("", include("dinh.dossiers.web.urls")),
    path("", include("dinh.payments.web.urls")),
    path("", include("dinh.processes.web.urls")),
    path("", include("dinh.forms.web.urls")),
    path("", include("dinh.procedures.web.urls")),
    path("", include("dinh.documents.web.urls")),
    path("", include("dinh.notices.web.urls")),
    path("", include("dinh.directory.identity.web.urls")),
    path("", include("dinh.directory.identity.web.entrance_urls")),
    path("", include("dinh.directory.units.web.urls")),
    path("", include("dinh.ledger.web.urls")),
    path("", include("dinh.design.web.urls")),
    path("api/", include((http.routes(), "api"))),
    path("ngon-ngu/", health.set_language, name="set_language"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
if settings.DEBUG:
    urlpatterns += staticfiles_urlpatterns()
