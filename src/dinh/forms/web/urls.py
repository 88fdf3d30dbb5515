from django.urls import URLPattern, URLResolver, path

from dinh.forms.web import blocks, boundary, builder, reading

app_name = "forms"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bieu-mau/ranh-gioi.json", boundary.boundary, name="boundary"),
    path("cau-hinh/bieu-mau/", builder.index, name="index"),
    path("cau-hinh/bieu-mau/<str:form_id>/", builder.one, name="one"),
    path("cau-hinh/bieu-mau/<str:form_id>/sua/", builder.act, name="act"),
    path("cau-hinh/bieu-mau/<str:form_id>/chung/", blocks.head, name="head"),
    path("cau-hinh/bieu-mau/<str:form_id>/trang/<int:page>/", blocks.page, name="page"),
    path("cau-hinh/bieu-mau/<str:form_id>/trang/<int:page>/khoi/<str:way>/", blocks.block, name="block"),
    path("cau-hinh/bieu-mau/<str:form_id>/xem/<str:name>/", reading.preview, name="preview"),
    path("cau-hinh/bieu-mau/<str:form_id>/so-sanh/", reading.compare, name="compare"),
    path("cau-hinh/bieu-mau/<str:form_id>/xuat/", reading.export, name="export"),
]
