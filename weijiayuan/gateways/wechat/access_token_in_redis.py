"""The shared token of a deployment with many machines."""

import contextlib
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from redis.exceptions import RedisError

from weijiayuan.gateways.wechat.access_token import Token
from weijiayuan.kernel import clock

logger = logging.getLogger(__name__)

LOCK_SECONDS = 40  # longer than a fetch can last: three tries of 3 + 8 seconds


class TokenInRedis:
    """For many machines: two keys; the lock gives itself back when its holder dies.

    Without Redis every process fetches for itself, which WeChat's quota easily allows.
    """

    def __init__(self, redis: Any, app_id: str) -> None:
        self._redis = redis
        self._key, self._lock_key = f"wechat:{app_id}:token", f"wechat:{app_id}:lock"

    def read(self) -> Token | None:
        with contextlib.suppress(RedisError, ValueError, TypeError):
            kept = self._redis.get(self._key)
            return Token(**json.loads(kept)) if kept else None
        return None

    def write(self, token: Token) -> None:
        seconds = max(int(token.expires_at - clock.now().timestamp()), 1)
        with contextlib.suppress(RedisError):
            self._redis.set(self._key, json.dumps(asdict(token)), ex=seconds)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        lock = self._redis.lock(self._lock_key, timeout=LOCK_SECONDS, blocking_timeout=LOCK_SECONDS)
        try:
            lock.acquire()
        except RedisError:
            logger.warning("fetching a WeChat token without Redis")
        try:
            yield
        finally:
            with contextlib.suppress(RedisError):
                lock.release()
