from django.urls import URLPattern, URLResolver, path

from dinh.dossiers.web import answering, checking, cosigning, filing, mine, rating, starting, tracking
from dinh.dossiers.web.desk import cases, corrections, intake, lists, people, receiving, subtasks, work
from dinh.dossiers.web.desk.urls import WORK

app_name = "dossiers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("nop-ho-so/<str:code>/", starting.start, name="start"),
    path("nop-ho-so/<str:code>/cho-ai/", starting.for_whom, name="for_whom"),
    path("nop-ho-so/<str:code>/<slug:submission_id>/", filing.resume, name="draft"),
    path("nop-ho-so/<str:code>/<slug:submission_id>/luu/", filing.save, name="save"),
    path("nop-ho-so/<str:code>/<slug:submission_id>/da-nop/", checking.filed, name="filed"),
    path("nop-ho-so/<str:code>/<slug:submission_id>/<slug:slug>/", filing.step, name="step"),
    path("toi/ho-so/", mine.mine, name="mine"),
    path("ho-so/<slug:case_id>/", mine.dossier, name="citizen_dossier"),
    path("ho-so/<slug:submission_id>/ban-khai/", answering.declaration, name="declaration"),
    path("ho-so/<slug:case_id>/rut/", mine.withdraw, name="withdraw"),
    path("ho-so/<slug:dossier_id>/giay-hen/", mine.receipt, name="receipt"),
    path("ho-so/<slug:dossier_id>/giay-to/<int:seq>/", mine.add_paper, name="add_paper"),
    path("ho-so/<slug:dossier_id>/da-bo-sung/", mine.provide, name="provide"),
    path("ho-so/<slug:dossier_id>/danh-gia/", rating.rating, name="rating"),
    path("ho-so/<slug:dossier_id>/danh-gia/cam-on/", rating.rated, name="rated"),
    path("tra-cuu/", tracking.track, name="track"),
    path("cung-ky/", cosigning.cosign, name="cosign"),
    *WORK,
    path("ban-lam-viec/tim/", lists.search, name="desk_search"),
    path("ban-lam-viec/tim/nguoi/", people.people, name="desk_people"),
    path("ban-lam-viec/tim/nguoi/<slug:person_id>/", people.person, name="desk_person"),
    path("ban-lam-viec/lich/", corrections.listing, name="corrections"),
    path("ban-lam-viec/lich/<slug:correction_id>/", corrections.one, name="correction"),
    path("ban-lam-viec/xuat/", lists.export, name="desk_export"),
    path("ban-lam-viec/tiep-nhan/", intake.intake, name="intake"),
    path("ban-lam-viec/khoi-luong/", work.workload, name="workload"),
    path("ban-lam-viec/khoi-luong/<slug:post_id>/", work.work_of, name="work_of"),
    path("ban-lam-viec/khoi-luong/<slug:post_id>/giao/", work.give, name="give"),
    path("ban-lam-viec/viec/", subtasks.queue, name="subtasks"),
    path("ban-lam-viec/viec/<slug:subtask_id>/", subtasks.subtask, name="subtask"),
    path("ban-lam-viec/viec/<slug:subtask_id>/<slug:slug>/", subtasks.act, name="subtask_act"),
    path("ban-lam-viec/tom-tat/<slug:case_id>/", cases.panel, name="desk_panel"),
    path("ban-lam-viec/ho-so-moi/<slug:submission_id>/", receiving.desk_submission, name="desk_submission"),
    path("ban-lam-viec/ho-so-moi/<slug:submission_id>/tiep-nhan/", receiving.receive, name="receive"),
    path("ban-lam-viec/ho-so-moi/<slug:submission_id>/tu-choi/", receiving.decline, name="decline"),
    path("ban-lam-viec/ho-so/<slug:dossier_id>/", cases.desk_dossier, name="desk_dossier"),
    path("ban-lam-viec/ho-so/<slug:dossier_id>/quet/", cases.scan, name="scan"),
    path("ban-lam-viec/ho-so/<slug:dossier_id>/so-hoa/<int:seq>/", cases.digitise, name="digitise"),
    path("ban-lam-viec/ho-so/<slug:dossier_id>/tien-mat/<slug:order_id>/", cases.cash, name="cash"),
    path("ban-lam-viec/ho-so/<slug:dossier_id>/<slug:slug>/", cases.act, name="act"),
]
