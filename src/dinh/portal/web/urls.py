from django.urls import path

from dinh.portal.web import finding, pages, wall

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("gioi-thieu/", pages.about, name="about"),
    path("tim/", finding.find, name="find"),
    path("robots.txt", pages.robots, name="robots"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("dieu-hanh/", wall.wall, name="wall"),
    path("dieu-hanh/song/", wall.live, name="live"),
    path("dieu-hanh/don-vi/<int:unit_id>/", wall.wall, name="unit_wall"),
    path("dieu-hanh/don-vi/<int:unit_id>/song/", wall.live, name="unit_live"),
]
