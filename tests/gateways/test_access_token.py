"""One token for all: fetched by one, renewed by one, and no crowd in front of a slow WeChat."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.racing import race
from weijiayuan.gateways.wechat.access_token import (
    Fetched,
    SharedToken,
    Token,
    TokenInFile,
    TokenInMemory,
)

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


class Source:
    """Gives a token as WeChat does: the same one until it ends or force is used."""

    def __init__(self, seconds=7200):
        self.calls, self.seconds, self.number, self.slow = [], seconds, 1, 0.0

    def __call__(self, *, force):
        self.calls.append(force)
        time.sleep(self.slow)
        self.number += force
        return Fetched(f"token-{self.number}", self.seconds)


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def store(tmp_path):
    return TokenInFile(tmp_path / "deep" / "token.json")


def test_a_token_is_fetched_once_and_kept(source, store):
    shared = SharedToken(store, source)

    assert [shared.current() for _ in range(3)] == ["token-1"] * 3
    assert source.calls == [False]


def test_another_process_uses_what_the_first_one_fetched(source, store):
    SharedToken(store, source).current()

    assert SharedToken(store, source).current() == "token-1"
    assert source.calls == [False]


def test_a_crowd_of_threads_fetches_once(source, store):
    source.slow, shared, got = 0.05, SharedToken(store, source), []
    crowd = [threading.Thread(target=lambda: got.append(shared.current())) for _ in range(20)]

    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert got == ["token-1"] * 20
    assert source.calls == [False]


def test_the_token_is_renewed_two_minutes_before_its_end(source, store):
    shared = SharedToken(store, source)
    with time_machine.travel(NOON, tick=False) as clock:
        shared.current()
        clock.move_to(NOON + timedelta(seconds=7200 - 121))
        shared.current()
        assert len(source.calls) == 1
        clock.move_to(NOON + timedelta(seconds=7200 - 119))
        shared.current()
        assert len(source.calls) == 2


def test_a_refused_token_that_wechat_repeats_is_renewed_by_force(source, store):
    shared = SharedToken(store, source)
    refused = shared.current()

    assert shared.replacing(refused) == "token-2"
    assert source.calls == [False, False, True]


def test_force_is_not_used_twice_within_forty_seconds(source, store):
    shared = SharedToken(store, source)
    with time_machine.travel(NOON, tick=False) as clock:
        second = shared.replacing(shared.current())
        shared.replacing(second)
        assert source.calls.count(True) == 1
        clock.shift(41)
        shared.replacing(second)
        assert source.calls.count(True) == 2


def test_a_token_that_another_process_has_already_renewed_is_taken(source, store):
    late, early = SharedToken(store, source), SharedToken(store, source)
    refused = late.current()
    early.replacing(refused)
    asked = len(source.calls)

    assert late.replacing(refused) == "token-2"
    assert len(source.calls) == asked


def test_those_who_wait_share_the_failure(store):
    calls = []

    def fails(*, force):
        calls.append(force)
        time.sleep(0.2)
        raise ConnectionError

    shared, failed = SharedToken(store, fails), []

    def ask():
        try:
            shared.current()
        except ConnectionError:
            failed.append(1)

    crowd = [threading.Thread(target=ask) for _ in range(10)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(failed) == 10
    assert len(calls) == 1


def test_after_a_failure_the_next_one_asks_again(store):
    answers = iter([ConnectionError(), Fetched("token-1", 7200)])

    def fetch(*, force):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    shared = SharedToken(store, fetch)
    with pytest.raises(ConnectionError):
        shared.current()

    assert shared.current() == "token-1"


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"text": 1}', '{"a": "b"}', "null"])
def test_a_spoilt_file_is_as_good_as_none(source, store, spoilt):
    shared = SharedToken(store, source)
    shared.current()
    (store._path).write_text(spoilt)

    assert SharedToken(store, source).current() == "token-1"
    assert json.loads(store._path.read_text())["text"] == "token-1"


def test_the_file_is_for_its_owner_only(source, store):
    SharedToken(store, source).current()

    assert store._path.stat().st_mode & 0o077 == 0


def test_a_token_does_not_show_itself():
    assert "secret" not in repr(Token("secret", 0.0))
    assert "secret" not in repr(Fetched("secret", 0))


def test_memory_keeps_a_token_for_one_process(source):
    assert SharedToken(TokenInMemory(), source).current() == "token-1"


def fetch_in_a_process(path, log):
    def fetch(*, force):
        with log.open("a") as lines:
            lines.write("fetched\n")
        time.sleep(0.1)
        return Fetched("token-1", 7200)

    SharedToken(TokenInFile(path), fetch).current()


@pytest.mark.race
def test_a_crowd_of_processes_fetches_once(tmp_path):
    log = tmp_path / "log"

    race(fetch_in_a_process, *[(tmp_path / "token.json", log)] * 4)

    assert log.read_text() == "fetched\n"
