"""Who was refused and asks again at once waits a moment; nobody else does."""

import time

import pytest
from flask import Flask, Response

from weijiayuan.web import middleware, refusal_tarpit


@pytest.fixture
def room(monkeypatch):
    monkeypatch.setattr(refusal_tarpit, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(refusal_tarpit, "UNEVEN", (1.0, 1.0))
    app = Flask("room")
    app.add_url_rule("/full", "full", view_func=lambda: Response(status=429))
    busy = {"view_func": lambda: Response(status=503), "methods": ["GET", "POST"]}
    app.add_url_rule("/busy", "busy", **busy)
    app.add_url_rule("/free", "free", view_func=lambda: Response(status=200))
    refusal_tarpit.init_app(app)
    middleware.init_app(app)
    return app


def took(room, path, address="203.0.113.1", method="GET", headers=None):
    began = time.monotonic()
    place = {"REMOTE_ADDR": address}
    room.test_client().open(path, method=method, environ_base=place, headers=headers)
    return time.monotonic() - began


def test_the_second_refusal_takes_its_time_and_the_first_does_not(room):
    assert took(room, "/full") < 0.1
    assert took(room, "/full") >= 0.2


def test_whoever_goes_on_waits_longer_each_time_up_to_a_bound(room, monkeypatch):
    monkeypatch.setattr(refusal_tarpit, "LONGEST_SECONDS", 0.5)
    took(room, "/full")
    assert [took(room, "/full") // 0.2 for _ in range(4)] == [1, 2, 2, 2]


def test_who_sends_again_what_there_was_no_room_for_waits_and_who_reads_does_not(room):
    """A crowd that is told "busy" and sends its photos again at once is read a thousand times."""
    took(room, "/busy", method="POST")
    assert took(room, "/busy", method="POST") >= 0.2
    took(room, "/busy", "198.51.100.9")
    assert took(room, "/busy", "198.51.100.9") < 0.1


def test_where_there_is_no_room_nobody_waits_for_the_others_of_their_network(room):
    """At nine o'clock a provider's one address is told "busy" a hundred times."""
    resident = {"Authorization": "Bearer token"}
    for _ in range(3):
        took(room, "/busy", method="POST")
    assert took(room, "/busy", method="POST") < 0.55  # longer each time: 0.6
    took(room, "/busy", method="POST", headers=resident)
    assert took(room, "/busy", method="POST", headers=resident) < 0.1


def test_others_and_other_pages_do_not_wait(room):
    took(room, "/full")
    assert took(room, "/full", "198.51.100.1") < 0.1
    assert took(room, "/free") < 0.1


def test_when_too_many_wait_the_rest_is_refused_without_being_looked_at(room, monkeypatch):
    took(room, "/full")
    middle = room.wsgi_app._app
    while middle._places.acquire(blocking=False):
        pass
    assert took(room, "/full") < 0.1
