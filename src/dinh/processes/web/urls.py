from django.urls import URLPattern, URLResolver

from dinh.processes.web import processes_urls, tables_urls

app_name = "processes"
urlpatterns: list[URLPattern | URLResolver] = [*processes_urls.urlpatterns, *tables_urls.urlpatterns]
