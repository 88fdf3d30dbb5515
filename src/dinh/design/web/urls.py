from django.urls import URLPattern, URLResolver, path

from dinh.design.web import gallery

app_name = "design"
urlpatterns: list[URLPattern | URLResolver] = [
    path("_design/", gallery.overview, name="gallery"),
    path("_design/province.css", gallery.province_css, name="province_css"),
    path("_design/room/<slug:room>/", gallery.room, name="room"),
    path("_design/<slug:name>/", gallery.one, name="component"),
]
