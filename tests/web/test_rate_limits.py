"""Limits: people by who they are, strangers by their network, and Redis at its best effort."""

from dataclasses import replace

import pytest

from tests.factories.accounts import make_resident, token_of
from weijiayuan.web import rate_limits, refusal_tarpit
from weijiayuan.web.rate_limits import Counts, RateLimits

LOGIN = {"username": "nobody", "password": "wrong", "otp": "123456"}


@pytest.fixture
def limits(app):
    usual = rate_limits.of(app)
    app.extensions[rate_limits.EXTENSION] = RateLimits(
        Counts(None), enabled=True, known_caller=usual.known_caller
    )
    yield app.extensions[rate_limits.EXTENSION]
    app.extensions[rate_limits.EXTENSION] = usual


def statuses(client, tokens, address="203.0.113.1"):
    return [
        client.post(
            "/api/v1/staff/sessions",
            json=LOGIN,
            headers={"Authorization": f"Bearer {token}"},
            environ_base={"REMOTE_ADDR": address if isinstance(address, str) else next(address)},
        ).status_code
        for token in tokens
    ]


@pytest.mark.usefixtures("limits")
def test_a_made_up_token_is_nobody(client):
    said = statuses(client, [f"junk-{number}" for number in range(60)])
    assert said.count(429) >= 30
    assert said[-1] == 429


@pytest.mark.usefixtures("limits")
def test_who_tries_passwords_with_made_up_tokens_waits_and_who_is_known_does_not(
    client, as_resident, monkeypatch
):
    monkeypatch.setattr(refusal_tarpit, "WAIT_SECONDS", 0.8)
    monkeypatch.setattr(refusal_tarpit, "UNEVEN", (1.0, 1.0))
    waits = []
    monkeypatch.setattr(refusal_tarpit.SlowRefusals, "pause", staticmethod(waits.append))
    address, resident = "198.51.100.77", as_resident()
    home = {"environ_base": {"REMOTE_ADDR": address}}
    assert resident.get("/api/v1/me", **home).status_code == 200
    statuses(client, ["junk-1"], address)

    def took(token):
        waits.clear()
        assert statuses(client, [token], address) == [401]
        return sum(waits)

    assert took("junk-2") == 0.8
    assert took(resident.token) == 0


@pytest.mark.usefixtures("limits")
def test_a_whole_slash_64_is_one_source(client):
    addresses = iter(f"2001:db8::{number:x}" for number in range(1, 61))
    assert statuses(client, ["junk"] * 60, addresses).count(429) >= 30


@pytest.mark.usefixtures("limits")
def test_many_sessions_of_a_person_are_one_caller(client):
    resident = make_resident()
    said = [
        client.get(
            "/api/v1/me/export", headers={"Authorization": f"Bearer {token_of(resident)}"}
        ).status_code
        for _ in range(11)
    ]
    assert (said[:10], said[10]) == ([200] * 10, 429)


@pytest.mark.usefixtures("limits")
def test_two_people_at_one_address_do_not_count_for_each_other(client):
    for _ in range(2):
        token = token_of(make_resident())
        said = [
            client.get(
                "/api/v1/me/export", headers={"Authorization": f"Bearer {token}"}
            ).status_code
            for _ in range(10)
        ]
        assert said == [200] * 10


def test_a_frozen_redis_costs_a_moment_once_and_no_answer(app, client, redis_server):
    """It is stopped as a frozen one is: the connection stands, and nothing answers."""
    usual = rate_limits.of(app)
    counts = Counts(rate_limits._shared(redis_server.url))
    app.extensions[rate_limits.EXTENSION] = replace(usual, counts=counts, enabled=True)
    try:
        assert statuses(client, ["junk"]) == [401]
        redis_server.freeze()
        assert statuses(client, ["junk"] * 3) == [401] * 3
        assert counts.silent_until > 0
    finally:
        redis_server.thaw()
        app.extensions[rate_limits.EXTENSION] = usual
