"""Who was refused and asks again at once waits a moment; nobody else does."""

import pytest
from flask import Flask, Response, request

from weijiayuan.web import middleware, refusal_tarpit

RESIDENT = {"Authorization": "Bearer token"}


@pytest.fixture
def waits(monkeypatch):
    """How long whoever was refused was let wait, one after the other, in no time."""
    waited = []
    monkeypatch.setattr(refusal_tarpit.SlowRefusals, "pause", staticmethod(waited.append))
    return waited


@pytest.fixture
def room(monkeypatch, waits):
    monkeypatch.setattr(refusal_tarpit, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(refusal_tarpit, "UNEVEN", (1.0, 1.0))
    app = Flask("room")

    def answers(status):
        def view(**_path):
            if request.headers.get("Authorization") in app.opened:
                refusal_tarpit.note_known_caller()
            return Response(status=status)

        return view

    app.opened, app.waits = {"Bearer token"}, waits
    both = ["GET", "POST"]
    app.add_url_rule("/full", "full", view_func=answers(429), methods=both)
    app.add_url_rule("/busy", "busy", view_func=answers(503), methods=both)
    app.add_url_rule("/barred/<name>", "barred", view_func=answers(409), methods=both)
    app.add_url_rule("/ended", "ended", view_func=answers(401))
    app.add_url_rule("/free", "free", view_func=answers(200), methods=both)
    refusal_tarpit.init_app(app)
    middleware.init_app(app)
    return app


def took(room, path, address="203.0.113.1", method="GET", headers=None):
    """Ask, and tell for how many seconds one was let wait."""
    room.waits.clear()
    place = {"REMOTE_ADDR": address}
    room.test_client().open(path, method=method, environ_base=place, headers=headers)
    return pytest.approx(sum(room.waits))


def test_the_second_refusal_takes_its_time_and_the_first_does_not(room):
    assert took(room, "/full") == 0
    assert took(room, "/full") == 0.2


def test_whoever_goes_on_waits_longer_each_time_up_to_a_bound(room, monkeypatch):
    monkeypatch.setattr(refusal_tarpit, "LONGEST_SECONDS", 0.5)
    took(room, "/full")
    assert [took(room, "/full") for _ in range(4)] == [0.2, 0.4, 0.5, 0.5]


def test_who_sends_again_what_there_was_no_room_for_waits_and_who_reads_does_not(room):
    """A crowd that is told "busy" and sends its photos again at once is read a thousand times."""
    took(room, "/busy", method="POST")
    assert took(room, "/busy", method="POST") == 0.2
    took(room, "/busy", "198.51.100.9")
    assert took(room, "/busy", "198.51.100.9") == 0


def test_where_there_is_no_room_nobody_waits_for_the_others_of_their_network(room):
    """At nine o'clock a provider's one address is told "busy" a hundred times."""
    took(room, "/free", headers=RESIDENT)
    for _ in range(3):
        took(room, "/busy", method="POST")
    assert took(room, "/busy", method="POST") == 0.2
    took(room, "/busy", method="POST", headers=RESIDENT)
    assert took(room, "/busy", method="POST", headers=RESIDENT) == 0


def test_a_made_up_token_buys_nothing(room):
    """Nor does a new one each time."""
    took(room, "/full", headers={"Authorization": "Bearer junk-1"})
    assert took(room, "/full", headers={"Authorization": "Bearer junk-2"}) == 0.2
    assert took(room, "/full", headers={"Authorization": "Bearer junk-2"}) == 0.4


def test_whom_we_know_does_not_wait_for_the_strangers_of_their_network(room):
    took(room, "/free", headers=RESIDENT)
    took(room, "/full")
    assert took(room, "/full", headers=RESIDENT) == 0
    assert took(room, "/full", headers=RESIDENT) == 0.2
    assert took(room, "/full", headers=RESIDENT) == 0.2


def test_a_token_that_opens_nothing_any_more_is_worth_nothing(room):
    took(room, "/free", headers=RESIDENT)
    room.opened.clear()
    took(room, "/ended", headers=RESIDENT)
    took(room, "/full")
    assert took(room, "/full", headers=RESIDENT) == 0.2


def test_a_stranger_who_tries_names_waits_whatever_the_name(room):
    """A name that is barred and one that nobody has are refused alike, and as slowly."""
    took(room, "/barred/boss", method="POST")
    assert took(room, "/barred/nobody", method="POST") == 0.2
    assert took(room, "/barred/boss", method="POST") == 0.4


def test_who_reads_or_is_known_is_not_slowed_by_a_refusal_that_is_no_limit(room):
    took(room, "/free", headers=RESIDENT)
    for _ in range(2):
        assert took(room, "/barred/boss", method="POST", headers=RESIDENT) == 0
        assert took(room, "/barred/boss") == 0


def test_others_and_other_pages_do_not_wait(room):
    took(room, "/full")
    assert took(room, "/full", "198.51.100.1") == 0
    assert took(room, "/free") == 0


def test_when_too_many_wait_the_rest_is_refused_without_being_looked_at(room, monkeypatch):
    took(room, "/full")
    middle = room.wsgi_app._app
    while middle._places.acquire(blocking=False):
        pass
    assert took(room, "/full") == 0
