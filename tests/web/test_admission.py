"""Turns: a crowd that writes leaves room for who reads, and nobody waits for ever."""

import threading

import pytest
from flask import Flask, jsonify

from weijiayuan.kernel.concurrency_permit import waiting_outside
from weijiayuan.web import admission, middleware


@pytest.fixture
def room():
    """An application with two turns, one of them for writing, and a door that holds writers."""
    return application(at_work=2, writers=1)


def application(**turns):
    app = Flask("room")
    app.door, app.inside = threading.Event(), threading.Semaphore(0)

    @app.post("/")
    def write():
        app.inside.release()
        app.door.wait(5)
        return jsonify(done=True)

    @app.get("/")
    def read():
        return jsonify(read=True)

    @app.post("/check")
    def check():
        return jsonify(checked=True)

    check.as_reader = True

    @app.post("/open")
    def write_without_account():
        app.strangers.release()
        app.door.wait(5)
        return jsonify(done=True)

    write_without_account.is_open = True
    app.strangers = threading.Semaphore(0)

    @app.post("/outside")
    def ask_outside():
        with waiting_outside():
            app.inside.release()
            app.door.wait(5)
        return jsonify(done=True)

    admission.init_app(app, **turns, patience=0.2)
    middleware.init_app(app)
    return app


@pytest.fixture
def asker(room):
    """Somebody who waits for somebody outside until the door opens."""
    yield from somebody(room, "/outside")


@pytest.fixture
def writer(room):
    """Somebody who is writing until the door opens."""
    yield from somebody(room, "/")


def somebody(room, path):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(room.test_client().post(path)))
    thread.start()
    assert room.inside.acquire(timeout=5)
    yield answers
    room.door.set()
    thread.join()
    assert answers[0].json == {"done": True}


def test_who_reads_does_not_wait_for_those_who_write(room, writer):
    assert room.test_client().get("/").json == {"read": True}


def test_who_posts_what_is_only_to_be_checked_does_not_wait_either(room, writer):
    assert room.test_client().post("/check").json == {"checked": True}


def test_who_waits_too_long_is_told_when_to_come_back(room, writer):
    answer = room.test_client().post("/")
    assert (answer.status_code, answer.json["code"]) == (503, "web.busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["X-Request-Id"] == answer.json["request_id"]


def test_who_waits_outside_holds_up_nobody(room, asker):
    held = threading.Thread(target=lambda: room.test_client().post("/outside"))
    held.start()
    assert room.inside.acquire(timeout=5)
    assert room.test_client().get("/").json == {"read": True}
    room.door.set()
    held.join()


def test_who_comes_back_from_outside_waits_for_a_turn_again(room, asker):
    writing = threading.Thread(target=lambda: room.test_client().post("/"))
    room.door.clear()
    writing.start()
    assert room.inside.acquire(timeout=5)
    assert room.test_client().post("/").status_code == 503
    room.door.set()
    writing.join()
    assert room.test_client().post("/").json == {"done": True}


def test_a_turn_is_given_on(room, writer):
    room.door.set()
    assert room.test_client().post("/").json == {"done": True}
    assert room.test_client().post("/").json == {"done": True}


def test_a_turn_is_given_back_when_the_view_breaks(room):
    room.config["PROPAGATE_EXCEPTIONS"] = False
    room.add_url_rule("/broken", view_func=lambda: 1 / 0, methods=["POST"])
    for _ in range(3):
        assert room.test_client().post("/broken").status_code == 500


def test_a_crowd_at_an_open_door_keeps_one_place_and_leaves_the_other_writers_theirs():
    room = application(at_work=3, writers=2)
    crowd = [threading.Thread(target=lambda: room.test_client().post("/open")) for _ in range(4)]
    for each in crowd:
        each.start()
    assert room.strangers.acquire(timeout=5)
    resident = threading.Thread(target=lambda: room.test_client().post("/"))
    resident.start()
    assert room.inside.acquire(timeout=5)
    assert not room.strangers.acquire(timeout=0.1)
    room.door.set()
    for each in (*crowd, resident):
        each.join()
