"""Residents who write and read through the door, and remember what was acknowledged."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from uuid import uuid4

import requests
import urllib3

PATIENCE = 90.0
"""How long a resident tries to get one write acknowledged, in seconds."""
SERVED = {"200", "201"}
PER_PERSON = 8
"""Writes of one account before the next is used."""

urllib3.disable_warnings()


@dataclass
class Seen:
    """What all residents saw."""

    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    """Token → names that were acknowledged."""
    waits: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Residents:
    """Threads that add family members, each under its own key, until told to stop."""

    def __init__(self, door: str, wechat: str, *, threads: int, per_second: float) -> None:
        self.door, self.wechat = door, wechat
        self.pause = threads / per_second
        self.seen = Seen()
        self._stop = threading.Event()
        self._people = count()
        self._threads = [threading.Thread(target=self._live, daemon=True) for _ in range(threads)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE + 10)

    def _live(self) -> None:
        http = requests.Session()
        while not self._stop.is_set():
            token = self._sign_in(http)
            for number in range(PER_PERSON):
                if self._stop.is_set() or not token:
                    return
                begun = time.monotonic()
                self._write(http, token, f"家人{number}")
                self._ask(http, "GET", "/api/v1/welfare/policies?limit=5", token)
                time.sleep(max(0.0, self.pause - (time.monotonic() - begun)))

    def _sign_in(self, http: requests.Session) -> str:
        persona = {"persona": f"rehearsal-{next(self._people)}-{uuid4().hex[:6]}"}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            code = requests.post(f"{self.wechat}/codes", json=persona, timeout=10).json()["code"]
            answer = self._ask(http, "POST", "/api/v1/sessions", "", {"code": code})
            if answer is not None and answer.status_code == 201:
                return str(answer.json()["token"])
            time.sleep(0.2)
        return ""

    def _write(self, http: requests.Session, token: str, name: str) -> None:
        key, begun = uuid4().hex, time.monotonic()
        body = {"name": name, "relation": "child"}
        while time.monotonic() - begun < PATIENCE:
            answer = self._ask(http, "POST", "/api/v1/me/family", token, body, key=key)
            if answer is not None and answer.status_code == 201:
                with self.seen.lock:
                    self.seen.acknowledged.setdefault(token, []).append(name)
                    self.seen.waits.append(time.monotonic() - begun)
                return
            time.sleep(0.2)
        with self.seen.lock:
            self.seen.given_up += 1

    def _ask(
        self,
        http: requests.Session,
        method: str,
        path: str,
        token: str,
        body: dict[str, Any] | None = None,
        *,
        key: str = "",
    ) -> requests.Response | None:
        headers = {"Idempotency-Key": key or uuid4().hex}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = http.request(
                method, self.door + path, json=body, headers=headers, timeout=30, verify=False
            )
        except requests.RequestException as error:
            return self._note(type(error).__name__)
        self._note(str(answer.status_code))
        return answer

    def _note(self, status: str) -> None:
        with self.seen.lock:
            self.seen.statuses[status] += 1

    def failed(self) -> dict[str, int]:
        """Return what requests got that is not the answer of a working service, and how often."""
        return {status: n for status, n in self.seen.statuses.items() if status not in SERVED}

    def check(self) -> tuple[int, int, int]:
        """Look for every acknowledged write: return how many were made, lost, and doubled."""
        made = lost = doubled = 0
        for token, names in self.seen.acknowledged.items():
            answer = requests.get(
                f"{self.door}/api/v1/me/family",
                headers={"Authorization": f"Bearer {token}"},
                verify=False,
                timeout=30,
            )
            there = Counter(person["name"] for person in answer.json()["items"])
            made += len(names)
            lost += sum(1 for name in names if name not in there)
            doubled += sum(number - 1 for number in there.values())
        return made, lost, doubled
