"""While WeChat hangs, few wait for it and the others are told at once."""

import threading

import pytest

from tests.fakes.wechat import make_client
from weijiayuan.gateways.wechat.circuit_breaker import (
    PATIENCE,
    RESTS,
    SLOW_AFTER,
    TRIPS_AFTER,
    CircuitBreaker,
)
from weijiayuan.gateways.wechat.errors import CodeRefused, WeChatUnreachable


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gate(clock):
    return CircuitBreaker(2, clock)


def fail(gate):
    with pytest.raises(WeChatUnreachable, match="silence"), gate.through("call"):
        raise WeChatUnreachable("call", "silence", may_have_happened=True)


def refused(gate, why):
    with pytest.raises(WeChatUnreachable, match=why) as refusal, gate.through("call"):
        pytest.fail("let through")
    return not refusal.value.may_have_happened


def test_places_are_given_back(gate):
    for _ in range(10):
        with gate.through("call"), gate.through("call"):
            pass


def test_behind_a_slow_call_nobody_queues(gate, clock, monkeypatch):
    monkeypatch.setattr(gate._changed, "wait", lambda _seconds: pytest.fail("somebody queued"))
    with gate.through("call"), gate.through("call"):
        clock.now += SLOW_AFTER + 0.1
        assert refused(gate, "crowded")


def test_behind_a_quick_call_one_waits(gate):
    inside, done = threading.Event(), []

    def second():
        with gate.through("call"):
            done.append("let through")

    with gate.through("call"):
        with gate.through("call"):
            waiter = threading.Thread(target=second)
            waiter.start()
            inside.wait(0.1)
            assert done == []
        waiter.join(5)
    assert done == ["let through"]


def test_patience_ends(gate, clock):
    with gate.through("call"), gate.through("call"):
        deadline = threading.Timer(0.1, lambda: setattr(clock, "now", clock.now + PATIENCE))
        deadline.start()
        assert refused(gate, "crowded")
        deadline.join()


def test_after_five_silences_nobody_is_let_through_for_a_while(gate, clock):
    for _ in range(TRIPS_AFTER):
        fail(gate)

    assert refused(gate, "resting")
    clock.now += RESTS - 0.1
    assert refused(gate, "resting")


def test_then_one_tries_and_success_opens_the_gate(gate, clock):
    for _ in range(TRIPS_AFTER):
        fail(gate)
    clock.now += RESTS + 0.1

    with gate.through("call"):
        assert refused(gate, "resting")
    with gate.through("call"):
        pass


def test_a_trial_in_vain_closes_it_again(gate, clock):
    for _ in range(TRIPS_AFTER):
        fail(gate)
    clock.now += RESTS + 0.1
    fail(gate)

    assert refused(gate, "resting")


def test_a_refusal_is_an_answer(gate):
    for _ in range(TRIPS_AFTER * 2):
        with pytest.raises(CodeRefused), gate.through("call"):
            raise CodeRefused("call", 40029)
    with gate.through("call"):
        pass


def test_one_answer_between_makes_the_count_begin_anew(gate):
    for _ in range(3):
        for _ in range(TRIPS_AFTER - 1):
            fail(gate)
        with gate.through("call"):
            pass


def test_a_client_stops_asking_a_dead_wechat(fake_wechat):
    client = make_client(fake_wechat)
    fake_wechat.fail("jscode2session", drop="before", times=TRIPS_AFTER)
    for _ in range(TRIPS_AFTER):
        with pytest.raises(WeChatUnreachable):
            client.session_of("any")

    with pytest.raises(WeChatUnreachable, match="resting") as refusal:
        client.session_of("any")
    assert not refusal.value.may_have_happened
