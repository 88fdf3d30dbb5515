from django.urls import URLPattern, URLResolver

from dinh.processes.web import tables_urls

app_name = "processes"
urlpatterns: list[URLPattern | URLResolver] = [*tables_urls.urlpatterns]
