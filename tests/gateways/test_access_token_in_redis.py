"""The token of many machines: shared through Redis, and fetched without it when it is gone."""

import time

import pytest
from redis import Redis

from tests.racing import race
from weijiayuan.gateways.wechat.access_token import Fetched, SharedToken, Token
from weijiayuan.gateways.wechat.access_token_in_redis import TokenInRedis
from weijiayuan.kernel import clock


def store_at(url):
    return TokenInRedis(Redis.from_url(url, socket_timeout=2), "wx-app")


class Source:
    def __init__(self):
        self.calls = 0

    def __call__(self, *, force):
        self.calls += 1
        return Fetched(f"token-{self.calls}", 7200)


def test_two_machines_share_one_token(redis_server):
    source = Source()

    tokens = {SharedToken(store_at(redis_server.url), source).current() for _ in range(3)}

    assert (tokens, source.calls) == ({"token-1"}, 1)


def test_a_token_leaves_redis_when_it_ends(redis_server):
    redis = Redis.from_url(redis_server.url)
    TokenInRedis(redis, "wx-app").write(Token("t", clock.now().timestamp() + 300))

    assert 290 <= redis.ttl("wechat:wx-app:token") <= 300
    redis.close()


def test_without_redis_a_token_is_fetched_all_the_same(redis_server):
    store, source = store_at(redis_server.url), Source()
    redis_server.stop()

    shared = SharedToken(store, source)

    assert [shared.current(), shared.current()] == ["token-1", "token-1"]
    redis_server.start()


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"x": 1}'])
def test_a_spoilt_entry_is_as_good_as_none(redis_server, spoilt):
    redis = Redis.from_url(redis_server.url)
    redis.set("wechat:wx-app:token", spoilt)
    redis.close()

    assert SharedToken(store_at(redis_server.url), Source()).current() == "token-1"


def fetch_in_a_process(url, log):
    def fetch(*, force):
        with log.open("a") as lines:
            lines.write("fetched\n")
        time.sleep(0.1)
        return Fetched("token-1", 7200)

    SharedToken(store_at(url), fetch).current()


@pytest.mark.race
def test_a_crowd_of_machines_fetches_once(redis_server, tmp_path):
    log = tmp_path / "log"

    race(fetch_in_a_process, *[(redis_server.url, log)] * 3)

    assert log.read_text() == "fetched\n"
