"""Bodies are taken in before anybody is admitted, so that a slow sender holds up nobody."""

import io
import threading

import pytest
from flask import Flask, jsonify, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

from weijiayuan.web import admission, middleware, request_body_buffering
from weijiayuan.web.cpu_work_pool import Queue, queues_in


class SlowBody(io.RawIOBase):
    """Says its first byte and then nothing until the door opens."""

    def __init__(self, rest, door, begun):
        self._parts, self._door, self._begun = [b"{", rest], door, begun
        self._at = 0

    def seek(self, offset, whence=0):
        self._at = offset + (1 + len(self._parts[-1]) if whence == 2 else 0)
        return self._at

    def tell(self):
        return self._at

    def read(self, _size=-1):
        if len(self._parts) == 1:
            self._begun.release()
            self._door.wait(5)
        return self._parts.pop(0) if self._parts else b""


@pytest.fixture
def room():
    app = Flask("room")
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.door, app.begun = threading.Event(), threading.Semaphore(0)

    @app.post("/")
    def write():
        return jsonify(length=len(request.get_data()))

    app.seen = []
    app.queue = Queue("Photos", most_waiting=0, busy_code="files.photos_busy")

    @app.post("/photos")
    @queues_in(app.queue)
    def send_photo():
        app.seen.append(len(request.get_data()))
        return jsonify(length=app.seen[-1])

    admission.init_app(app, at_work=1, writers=1, patience=0.2)
    request_body_buffering.init_app(app)
    middleware.init_app(app)
    yield app
    app.door.set()


def slow_sender(room, address="203.0.113.1"):
    body = SlowBody(b"}", room.door, room.begun)
    answers = []

    def send():
        environ = {"REMOTE_ADDR": address, "wsgi.input_terminated": True}
        answers.append(
            room.test_client().post("/", input_stream=body, content_length=2, environ_base=environ)
        )

    thread = threading.Thread(target=send)
    thread.start()
    assert room.begun.acquire(timeout=5)
    return thread, answers


def test_eight_slow_bodies_hold_up_nobody(room):
    senders = [slow_sender(room) for _ in range(8)]
    assert room.test_client().post("/", data=b"abc").json == {"length": 3}
    room.door.set()
    for thread, answers in senders:
        thread.join()
        assert answers[0].json == {"length": 2}


def test_what_would_find_a_full_queue_is_not_taken_apart(room):
    """A crowd that sends photos again and again would have its megabytes parsed each time."""
    assert room.test_client().post("/photos", data=b"abc").json == {"length": 3}
    room.queue.enter()
    answer = room.test_client().post("/photos", data=b"abc")
    assert (answer.status_code, answer.json["code"]) == (503, "files.photos_busy")
    assert room.seen == [3]
    room.queue.leave()
    assert room.test_client().post("/photos", data=b"abc").json == {"length": 3}


def test_one_source_may_have_only_so_many_on_their_way(room, monkeypatch):
    monkeypatch.setattr(request_body_buffering, "FROM_ONE_SOURCE", 2)
    senders = [slow_sender(room, "2001:db8::1"), slow_sender(room, "2001:db8::2")]

    def status(address):
        here = {"REMOTE_ADDR": address}
        return room.test_client().post("/", data=b"abc", environ_base=here).status_code

    assert status("2001:db8::3") == 503  # the same /64
    assert status("2001:db8:0:1::3") == 200
    room.door.set()
    for thread, _ in senders:
        thread.join()
    assert status("2001:db8::3") == 200


def test_a_body_that_was_cut_short_is_not_taken_for_a_whole_one(room):
    environ = EnvironBuilder("/", method="POST", data=b'{"a": 1').get_environ()
    chunks, status, _ = run_wsgi_app(room, environ | {"CONTENT_LENGTH": "9"})
    assert status.startswith("400")
    assert b"web.unreadable" in b"".join(chunks)


@pytest.mark.parametrize(("size", "status"), [(300_000, 200), (1_000_001, 413)])
def test_large_bodies_are_taken_in_as_far_as_the_view_takes_them(room, size, status):
    assert room.test_client().post("/", data=b"x" * size).status_code == status


@pytest.mark.parametrize(("size", "status"), [(10, 200), (300_000, 200), (1_000_001, 413)])
def test_bodies_of_unsaid_length_too(room, size, status):
    environ = EnvironBuilder("/", method="POST", data=b"x" * size).get_environ()
    del environ["CONTENT_LENGTH"]
    environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    _, said, _ = run_wsgi_app(room, environ)
    assert said.startswith(str(status))
