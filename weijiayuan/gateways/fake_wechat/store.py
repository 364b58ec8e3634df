"""What the fake remembers, in one SQLite file that several processes share."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from weijiayuan.gateways.fake_wechat.template_rules import LONG_TERM
from weijiayuan.kernel import clock, ids

CODE_LIVES = 300  # seconds
TOKEN_LIVES = 7200  # seconds
RENEWED_EARLY = 300  # seconds in which the old token and the next are both good
FORCED_A_DAY, FORCE_APART = 20, 30  # times, seconds
VISIT_LIVES = 7200  # seconds after a login in which texts are judged

TABLES = """
CREATE TABLE IF NOT EXISTS codes
    (code TEXT PRIMARY KEY, kind TEXT, persona TEXT, made_at REAL, used_at REAL);
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, made_at REAL, ends_at REAL);
CREATE TABLE IF NOT EXISTS forced (at REAL);
CREATE TABLE IF NOT EXISTS visits (openid TEXT PRIMARY KEY, at REAL);
CREATE TABLE IF NOT EXISTS credits
    (openid TEXT, template_id TEXT, credits INTEGER, PRIMARY KEY (openid, template_id));
CREATE TABLE IF NOT EXISTS sent (id INTEGER PRIMARY KEY, at REAL, message TEXT);
CREATE TABLE IF NOT EXISTS hits
    (call TEXT, who TEXT, minute INTEGER, hits INTEGER, PRIMARY KEY (call, who, minute));
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY, call TEXT, left INTEGER, fault TEXT);
"""


_turn = Lock()
_open: dict[tuple[int, Path], sqlite3.Connection] = {}
"""The files that this process has open, the last few: to open one takes longer than to use it."""
MOST_OPEN = 4


def _opened(path: Path) -> sqlite3.Connection:
    """Return the connection of this process to a file. Whoever asks has the turn."""
    mine = (os.getpid(), path)
    if mine not in _open or not path.exists():
        _close(path)
        while len(_open) >= MOST_OPEN:
            _open.pop(next(iter(_open))).close()
        made = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        made.execute("PRAGMA synchronous = OFF")  # what a fake forgets harms nobody
        _open[mine] = made
    return _open[mine]


def _close(path: Path) -> None:
    if found := _open.pop((os.getpid(), path), None):
        found.close()


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it was found: whose it is, and why it may be no good."""

    persona: str
    is_used: bool
    is_old: bool


@dataclass(frozen=True)
class State:
    """The memory of one fake WeChat; each call is one transaction."""

    path: Path

    def prepare(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _turn:
            _close(self.path)
            connection = _opened(self.path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(TABLES)

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """Take turns in this process before the file: SQLite's own waiting is slow and unfair."""
        with _turn:
            connection = _opened(self.path)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def new_code(self, kind: str, persona: str) -> str:
        code = "0" + ids.new_token()[:31]
        with self._alone() as rows:
            rows.execute(
                "INSERT INTO codes VALUES (?, ?, ?, ?, NULL)", (code, kind, persona, now())
            )
        return code

    def use_code(self, kind: str, code: str) -> Code | None:
        """Use a code up, and say what it was. Used or old codes stay known as such."""
        with self._alone() as rows:
            query = "SELECT persona, used_at, made_at FROM codes WHERE kind = ? AND code = ?"
            found = rows.execute(query, (kind, code)).fetchone()
            if found is None:
                return None
            rows.execute("UPDATE codes SET used_at = ? WHERE code = ?", (now(), code))
        persona, used_at, made_at = found
        return Code(persona, used_at is not None, made_at + CODE_LIVES < now())

    def visit(self, openid: str) -> None:
        with self._alone() as rows:
            rows.execute("REPLACE INTO visits VALUES (?, ?)", (openid, now()))

    def has_visited(self, openid: str) -> bool:
        with self._alone() as rows:
            query = "SELECT 1 FROM visits WHERE openid = ? AND at >= ?"
            return rows.execute(query, (openid, now() - VISIT_LIVES)).fetchone() is not None

    def current_token(self) -> tuple[str, int]:
        """Return the token of now and its seconds; in the last five minutes, the next one."""
        with self._alone() as rows:
            query = (
                "SELECT token, ends_at FROM tokens WHERE ends_at > ? ORDER BY made_at DESC LIMIT 1"
            )
            found = rows.execute(query, (now() + RENEWED_EARLY,)).fetchone()
            token, ends_at = found or _new_token(rows)
        return token, int(ends_at - now())

    def forced_token(self) -> tuple[str, int] | None:
        """Return a fresh token that ends every other, or None when today's renewals are used."""
        with self._alone() as rows:
            past = [
                at for (at,) in rows.execute("SELECT at FROM forced WHERE at > ?", (now() - 86400,))
            ]
            if len(past) >= FORCED_A_DAY:
                return None
            if past and now() - max(past) < FORCE_APART:
                return self._token_of_now(rows)
            rows.execute("INSERT INTO forced VALUES (?)", (now(),))
            rows.execute("UPDATE tokens SET ends_at = ? WHERE ends_at > ?", (now(), now()))
            token, ends_at = _new_token(rows)
        return token, int(ends_at - now())

    def _token_of_now(self, rows: sqlite3.Connection) -> tuple[str, int]:
        query = "SELECT token, ends_at FROM tokens ORDER BY made_at DESC LIMIT 1"
        token, ends_at = rows.execute(query).fetchone()
        return token, int(ends_at - now())

    def expire_tokens(self) -> None:
        with self._alone() as rows:
            rows.execute("UPDATE tokens SET ends_at = ? WHERE ends_at > ?", (now() - 1, now()))

    def token_end(self, token: str) -> float | None:
        with self._alone() as rows:
            found = rows.execute("SELECT ends_at FROM tokens WHERE token = ?", (token,)).fetchone()
        return found[0] if found else None

    def accept(self, openid: str, template_id: str) -> None:
        """Let the person get one message more of this template."""
        with self._alone() as rows:
            rows.execute(
                "INSERT INTO credits VALUES (?, ?, 1)"
                " ON CONFLICT DO UPDATE SET credits = credits + 1",
                (openid, template_id),
            )

    def refuse(self, openid: str, template_id: str) -> None:
        """Take back every message of this template that the person would have got."""
        with self._alone() as rows:
            rows.execute(
                "DELETE FROM credits WHERE openid = ? AND template_id = ?", (openid, template_id)
            )

    def deliver(self, message: Mapping[str, Any]) -> bool:
        """Deliver a message against one credit; say no when the person has none."""
        price = 0 if message["template_id"] in LONG_TERM else 1
        with self._alone() as rows:
            spent = rows.execute(
                "UPDATE credits SET credits = credits - ?"
                " WHERE openid = ? AND template_id = ? AND credits > 0",
                (price, message["touser"], message["template_id"]),
            ).rowcount
            if spent:
                text = json.dumps(message, ensure_ascii=False)
                rows.execute("INSERT INTO sent (at, message) VALUES (?, ?)", (now(), text))
        return bool(spent)

    def sent(self, openid: str | None) -> list[dict[str, Any]]:
        with self._alone() as rows:
            found = rows.execute("SELECT id, at, message FROM sent ORDER BY id").fetchall()
        messages = [{"id": id_, "at": at, **json.loads(message)} for id_, at, message in found]
        return [message for message in messages if openid in {None, message["touser"]}]

    def hit(self, call: str, who: str) -> int:
        """Count a call, and return how many there were in this minute."""
        minute = int(now() // 60)
        with self._alone() as rows:
            rows.execute("DELETE FROM hits WHERE minute < ?", (minute - 1,))
            return int(
                rows.execute(
                    "INSERT INTO hits VALUES (?, ?, ?, 1)"
                    " ON CONFLICT DO UPDATE SET hits = hits + 1 RETURNING hits",
                    (call, who, minute),
                ).fetchone()[0]
            )

    def add_fault(self, call: str, times: int, fault: Mapping[str, Any]) -> None:
        with self._alone() as rows:
            row = (call, times, json.dumps(fault))
            rows.execute("INSERT INTO faults (call, left, fault) VALUES (?, ?, ?)", row)

    def take_fault(self, call: str) -> dict[str, Any]:
        """Use up one turn of the oldest fault for this call; no fault is an empty one."""
        with self._alone() as rows:
            found = rows.execute(
                "UPDATE faults SET left = left - 1 WHERE id ="
                " (SELECT id FROM faults WHERE call IN (?, '*') AND left > 0 ORDER BY id LIMIT 1)"
                " RETURNING fault",
                (call,),
            ).fetchone()
        return json.loads(found[0]) if found else {}

    def clear_faults(self) -> None:
        with self._alone() as rows:
            rows.execute("DELETE FROM faults")


def _new_token(rows: sqlite3.Connection) -> tuple[str, float]:
    token, made_at = f"{ids.new_token()}{ids.new_token()}", now()
    rows.execute("INSERT INTO tokens VALUES (?, ?, ?)", (token, made_at, made_at + TOKEN_LIVES))
    return token, made_at + TOKEN_LIVES


def now() -> float:
    return clock.now().timestamp()
