from django.urls import path

from dinh.indicators.scores.web import pages

app_name = "indicators_scores"
urlpatterns = [
    path("dieu-hanh/dti/", pages.overview, name="overview"),
    path("dieu-hanh/dti/xep-hang/", pages.order, name="ranking"),
]
