from django.urls import URLPattern, URLResolver, path

from dinh.directory.units.web import views

app_name = "units"
urlpatterns: list[URLPattern | URLResolver] = [
    path("dia-danh/", views.look_up, name="look_up"),
    path("dia-danh/goi-y/", views.suggest, name="suggest"),
    path("dia-danh/nguon/", views.sources, name="sources"),
    path("dia-danh/ban-do/<slug:province_code>.json", views.province_map, name="map"),
    path("dia-danh/<int:unit_id>/", views.one_unit, name="unit"),
]
