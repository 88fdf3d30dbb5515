"""Addresses of work queues: rows chosen, filters kept, absences."""

from django.urls import URLPattern, path

from dinh.dossiers.web.desk import absences, choosing, filters, papers, queues

WORK: list[URLPattern] = [
    path("ban-lam-viec/", queues.desk, name="desk"),
    path("ban-lam-viec/giay-to/<slug:case_id>/", papers.case_papers, name="desk_papers"),
    path("ban-lam-viec/giay-to/<slug:case_id>/<int:seq>/", papers.mark, name="mark"),
    path("ban-lam-viec/nhieu/", choosing.many, name="many"),
    path("ban-lam-viec/hoan-tac/", choosing.undo, name="undo"),
    path("ban-lam-viec/bo-loc/", filters.filters, name="filters"),
    path("ban-lam-viec/bo-loc/<slug:filter_id>/", filters.change, name="filter_change"),
    path("ban-lam-viec/bo-loc/<slug:filter_id>/bo/", filters.remove, name="filter_remove"),
    path("ban-lam-viec/bo-loc/<slug:filter_id>/lay-lai/", filters.restore, name="filter_restore"),
    path("ban-lam-viec/vang-mat/", absences.absences, name="absences"),
    path("ban-lam-viec/vang-mat/<slug:absence_id>/thoi/", absences.end, name="absence_end"),
]
