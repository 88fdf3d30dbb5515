"""Many at the door and two windows at once, in transactions of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from dinh.desk import api
from dinh.kernel.actor import ANONYMOUS
from tests.dossiers import world as w


@pytest.mark.django_db(transaction=True)
def test_many_at_the_door_and_two_windows_at_once(open_world: w.World) -> None:
    token, start = api.open_place(by=open_world.desk, at=w.AT).token, threading.Barrier(4)

    def take(key: int) -> str:
        try:
            return api.take_ticket(
                by=ANONYMOUS, at=w.AT, token=token, topic=api.Topic.FILE, idempotency_key=f"k{key}"
            ).code
        finally:
            connection.close()

    def call(window: int) -> list[str]:
        try:
            start.wait()
            return [api.call_next(by=open_world.desk, at=w.AT, window=window).code for _time in range(3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(take, range(12)))
        assert sorted(codes) == [f"A{number:03d}" for number in range(1, 13)]
    with ThreadPoolExecutor(4) as pool:
        called = [code for codes in pool.map(call, range(1, 5)) for code in codes]
    assert sorted(called) == sorted(codes)
