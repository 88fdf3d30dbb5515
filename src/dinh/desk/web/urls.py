from django.urls import path

from dinh.desk.web import people, queue, register, slips, till

app_name = "desk"
urlpatterns = [
    path("quay/", queue.counter, name="counter"),
    path("quay/cua/", queue.sit, name="sit"),
    path("quay/goi/", queue.call, name="call"),
    path("quay/so/<str:ticket_id>/<str:act>/", queue.move, name="move"),
    path("quay/ca/", till.till, name="till"),
    path("quay/ca/<str:shift_id>/", till.shift, name="shift"),
    path("quay/ban-giao/", slips.slips, name="slips"),
    path("quay/ban-giao/lap/", slips.make, name="make_slip"),
    path("quay/ban-giao/<str:slip_id>/", slips.slip, name="slip"),
    path("quay/ban-giao/<str:slip_id>/ky-nhan/", slips.accept, name="accept_slip"),
    path("quay/phieu-kiem-soat/<str:dossier_id>/", slips.control_slip, name="control_slip"),
    path("quay/nguoi/<str:person_id>/", people.person, name="person"),
    path("quay/nguoi/<str:person_id>/giay-hen.pdf", people.receipts, name="person_receipts"),
    path("quay/so-theo-doi/", register.register, name="register"),
    path("quay/so-theo-doi/so.csv", register.register_csv, name="register_csv"),
    path("quay/so-theo-doi/mau-07/", register.register_paper, name="register_paper"),
    path("xep-hang/<str:token>/", queue.board, name="board"),
    path("xep-hang/<str:token>/lay-so/", queue.door, name="door"),
    path("so-thu-tu/<str:token>/", queue.ticket, name="ticket"),
]
