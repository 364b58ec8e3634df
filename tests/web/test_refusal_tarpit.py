"""Who was refused and asks again at once waits a moment; nobody else does."""

import time

import pytest
from flask import Flask, Response

from weijiayuan.web import middleware, refusal_tarpit


@pytest.fixture
def room(monkeypatch):
    monkeypatch.setattr(refusal_tarpit, "WAIT_SECONDS", 0.2)
    app = Flask("room")
    app.add_url_rule("/full", "full", view_func=lambda: Response(status=429))
    app.add_url_rule("/free", "free", view_func=lambda: Response(status=200))
    refusal_tarpit.init_app(app)
    middleware.init_app(app)
    return app


def took(room, path, address="203.0.113.1"):
    began = time.monotonic()
    room.test_client().get(path, environ_base={"REMOTE_ADDR": address})
    return time.monotonic() - began


def test_the_second_refusal_takes_its_time_and_the_first_does_not(room):
    assert took(room, "/full") < 0.1
    assert took(room, "/full") >= 0.2


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
