from django.urls import URLPattern, URLResolver, path

from dinh.procedures.web import officer, views

app_name = "procedures"
urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-tuc/", views.index, name="index"),
    path("thu-tuc/goi-y/", views.suggest, name="suggest"),
    path("thu-tuc/<str:code>/", views.detail, name="detail"),
    path("so-lieu/thu-tuc/", officer.faults, name="faults"),
    path("so-lieu/thu-tuc/loi.csv", officer.faults_csv, name="faults_csv"),
    path("so-lieu/thu-tuc/cap-nhat/<str:import_id>/", officer.changes, name="changes"),
]
