from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from dinh.payments.plugins.national_platform.simulator import pages as bank
from dinh.payments.web import callback, daily, pages

app_name = "payments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("thanh-toan/goi-lai/", callback.callback, name="callback"),
    path("thanh-toan/ma/<str:token>/", pages.open_order_page, name="open_order"),
    path("thanh-toan/ma/<str:token>/trang-thai/", pages.open_state, name="open_state"),
    path("thanh-toan/ma/<str:token>/hoi-lai/", pages.open_ask, name="open_ask"),
    path("thanh-toan/<str:order_id>/", pages.order_page, name="order"),
    path("thanh-toan/<str:order_id>/trang-thai/", pages.state, name="state"),
    path("thanh-toan/<str:order_id>/hoi-lai/", pages.ask, name="ask"),
    path("thanh-toan/<str:order_id>/cong/", pages.leave, name="leave"),
    path("thanh-toan/<str:order_id>/tien-mat/", pages.cash, name="cash"),
    path("thanh-toan/<str:order_id>/bien-lai/<str:receipt_id>/", pages.receipt, name="receipt"),
    path("so-lieu/doi-soat/", daily.days, name="days"),
    path("so-lieu/doi-soat/sai-lech/<str:difference_id>/", daily.resolve, name="resolve"),
    path("so-lieu/doi-soat/tien-cho/<str:money_id>/", daily.give_back, name="give_back"),
    path("so-lieu/doi-soat/<str:on>/", daily.day, name="day"),
    path("so-lieu/doi-soat/<str:on>/sai-lech.csv", daily.export, name="export"),
]
if settings.DINH_SIMULATORS:
    urlpatterns += [
        path("gia-lap/ngan-hang/", bank.home, name="bank"),
        path("gia-lap/ngan-hang/chuyen-tien/", bank.transfer, name="bank_transfer"),
        path("gia-lap/ngan-hang/cong/", bank.platform, name="bank_platform"),
        path("gia-lap/ngan-hang/sao-ke/<str:on>.csv", bank.statement, name="bank_statement"),
    ]
