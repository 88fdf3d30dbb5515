from django.urls import path

from dinh.ledger.web import letters, views

app_name = "ledger"
urlpatterns = [
    path("so-cai/", views.record, name="record"),
    path("so-cai/khoa-cong-khai.pem", views.public_key, name="public_key"),
    path("so-cai/dau-so.txt", views.newest_head, name="newest_head"),
    path("so-cai/ton-dong/", letters.waiting, name="dead_letters"),
    path("so-cai/ton-dong/<slug:dead_letter_id>/giao-lai/", letters.deliver_again, name="replay"),
    path("so-cai/<slug:entry_id>/", views.one_entry, name="entry"),
    path("so-cai/<slug:entry_id>/chung-minh.json", views.proof, name="proof"),
]
