"""Every setting of the service, read once from the environment.

Two modes share one code path. *Embedded* needs nothing: files in `DATA_DIR`, SQLite, keys made
at the first start, the fake WeChat. *Production* names its database, its keys and WeChat's.
"""

import json
import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

SHORTEST_SECRET = 20
FEWEST_LETTERS = 8
DATA_KEY_BYTES = 32
MAKE_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"  # noqa: S105  # a command
MAKE_DATA_KEY = "flask --app wsgi data new-key k1"
REAL_WECHAT = "https://api.weixin.qq.com"


class Server(StrEnum):
    """The web servers that `SERVER` can name."""

    GUNICORN = "gunicorn"
    GRANIAN = "granian"


class BadSettings(SystemExit):
    """The environment does not add up. The message is for the operator; nothing was started."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"weijiayuan: {sentence}")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decided.

    `data_keys` holds `name:key` pairs for encrypted columns, newest first, each key 32 bytes in
    URL-safe base64; `index_key` feeds the blind index and never rotates without a rebuild.
    `district` names a folder of `data/districts/`, or a path to one; empty is the one that ships.
    `notice_senders` is how many messages a worker has on their way to WeChat at one time, and
    `wechat_at_once` how many threads of this process may wait for WeChat; a web process keeps some
    of its own free. `public_url` is where the world reaches this service, such as `https://wjy.example.cn`.
    """

    database_url: str
    data_dir: Path
    secret_key: str
    data_keys: str
    index_key: str
    fake_wechat: bool = True
    wechat_appid: str = "wx-fake-weijiayuan"
    wechat_secret: str = "fake-secret"  # noqa: S105  # what the fake WeChat expects
    wechat_api_base: str = ""
    wechat_push_token: str = "fake-push-token"  # noqa: S105  # what the fake WeChat signs with
    wechat_push_key: str = ""
    wechat_templates: str = ""
    district: str = ""
    pgbouncer: bool = False
    redis_url: str | None = None
    storage_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    server: Server = Server.GRANIAN
    web_processes: int = 2
    web_threads: int = 8
    web_writers: int = 2
    notice_senders: int = 64
    wechat_at_once: int | None = None
    limits: bool = True
    keep_answers: bool = True
    trusted_proxies: int = 0
    busy_seconds: float = 10.0
    public_url: str = ""
    registry_url: str = ""
    registry_token: str = ""
    video_url: str = ""
    video_token: str = ""
    court_public_key: str = ""

    @property
    def uses_sqlite(self) -> bool:
        """Tell whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")

    @property
    def fake_wechat_state(self) -> Path:
        """Return the file in which the fake WeChat keeps its codes."""
        return self.data_dir / "fake-wechat.db"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings, name everything that is missing at once, make embedded keys.

        Raises `BadSettings` with one sentence for the operator.
        """
        data_dir = Path(env.get("DATA_DIR") or "var").absolute()
        real, fake = _which_wechat(env)
        production = real or "DATABASE_URL" in env
        _name_what_is_missing(env, production=production, fake=fake)
        _check_push_secrets(env)
        keys = env if production else _embedded_keys(data_dir) | dict(env)
        _check_keys(keys)
        database_url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'weijiayuan.db'}"
        return cls(
            database_url=_with_driver(database_url),
            data_dir=data_dir,
            secret_key=keys["SECRET_KEY"],
            data_keys=keys["DATA_KEYS"],
            index_key=keys["INDEX_KEY"],
            district=env.get("DISTRICT", ""),
            pgbouncer=_pgbouncer(env),
            redis_url=env.get("REDIS_URL") or None,
            storage_url=env.get("STORAGE_URL") or None,
            **_wechat(env, real=real),
            **_serving(env),
        )


def settings_in(file: str) -> dict[str, str]:
    """Read a file of settings as systemd reads an `EnvironmentFile`; no shell has a part in it.

    A value may stand in quotes, and needs none for anything but spaces at its ends. Raises
    `BadSettings`.
    """
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadSettings(f"{file} cannot be read: {error.strerror}.") from error
    found = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line[0] in "#;":
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or "\\" in value:
            raise BadSettings(f"{file}, line {number}: NAME=value is wanted, without backslashes.")
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found[name] = value[1:-1] if is_quoted else value
    return found


def _which_wechat(env: Mapping[str, str]) -> tuple[bool, bool]:
    """Tell whether the real WeChat is meant, and whether the fake one was asked for by name."""
    real = bool(env.get("WECHAT_APPID") or env.get("WECHAT_SECRET"))
    fake = env.get("FAKE_WECHAT") == "1" or "fake-wechat" in env.get("WECHAT_API_BASE", "")
    if real and fake:
        raise BadSettings(
            "real WeChat credentials and the fake WeChat are both set; "
            "unset WECHAT_APPID and WECHAT_SECRET, or unset FAKE_WECHAT and WECHAT_API_BASE."
        )
    return real, fake


def _wechat(env: Mapping[str, str], *, real: bool) -> dict[str, Any]:
    """Return what talks to WeChat; the fake one needs nothing of the operator."""
    base = env.get("WECHAT_API_BASE", "")
    if not real:
        return {"fake_wechat": True, "wechat_api_base": base}
    return {
        "fake_wechat": False,
        "wechat_api_base": base or REAL_WECHAT,
        "wechat_appid": env["WECHAT_APPID"],
        "wechat_secret": env["WECHAT_SECRET"],
        "wechat_push_token": env.get("WECHAT_PUSH_TOKEN", ""),
        "wechat_push_key": env.get("WECHAT_PUSH_KEY", ""),
        "wechat_templates": env.get("WECHAT_TEMPLATES", ""),
    }


def _serving(env: Mapping[str, str]) -> dict[str, Any]:
    """Return where and how the web server answers."""
    return {
        "host": env.get("HOST") or "127.0.0.1",
        "port": _number(env, "PORT", 8000, most=65535),
        "server": _server(env),
        "web_processes": _number(env, "WEB_PROCESSES", 2, least=1, most=256),
        "web_threads": _number(env, "WEB_THREADS", 8, least=1, most=256),
        "web_writers": _number(env, "WEB_WRITERS", 2, least=1, most=256),
        "notice_senders": _number(env, "NOTICE_SENDERS", 64, least=1, most=256),
        "limits": env.get("LIMITS", "on") != "off",
        "keep_answers": env.get("KEEP_ANSWERS", "on") != "off",
        "trusted_proxies": _number(env, "TRUSTED_PROXIES", 0, most=10),
        "public_url": _public_url(env),
        "registry_url": env.get("REGISTRY_URL", "").rstrip("/"),
        "registry_token": env.get("REGISTRY_TOKEN", ""),
        "video_url": env.get("VIDEO_URL", "").rstrip("/"),
        "video_token": env.get("VIDEO_TOKEN", ""),
        "court_public_key": env.get("COURT_PUBLIC_KEY", ""),
    }


def _name_what_is_missing(env: Mapping[str, str], *, production: bool, fake: bool) -> None:
    if not production:
        return
    wanted = ["DATABASE_URL", "SECRET_KEY", "DATA_KEYS", "INDEX_KEY"]
    wanted += [] if fake else ["WECHAT_APPID", "WECHAT_SECRET"]
    if env.get("WECHAT_PUSH_TOKEN") and not fake:
        wanted.append("WECHAT_PUSH_KEY")  # in the clear one signature would vouch for any words
    missing = [name for name in wanted if not env.get(name)]
    if missing:
        raise BadSettings(f"missing settings: {', '.join(missing)} (see docs/production.md).")


def _check_push_secrets(env: Mapping[str, str]) -> None:
    """Refuse what WeChat's console would not have taken; without a push key nothing is pushed."""
    token, key = env.get("WECHAT_PUSH_TOKEN", ""), env.get("WECHAT_PUSH_KEY", "")
    if token and not re.fullmatch(r"[A-Za-z0-9]{3,32}", token):
        raise BadSettings(
            "WECHAT_PUSH_TOKEN must be 3 to 32 letters and digits, as in the console."
        )
    if key and not re.fullmatch(r"[A-Za-z0-9]{43}", key):
        raise BadSettings(
            "WECHAT_PUSH_KEY must be the 43 letters and digits that WeChat's console calls "
            f"EncodingAESKey; it has {len(key)} characters{_strangers_in(key)}."
        )
    if key and not token:
        raise BadSettings("WECHAT_PUSH_KEY is set without WECHAT_PUSH_TOKEN: set both or neither.")


def _strangers_in(key: str) -> str:
    """Tell, where there are any, that a key has signs which are neither letters nor digits."""
    strangers = sorted(set(re.sub(r"[A-Za-z0-9]", "", key)))
    return f", among them {' '.join(map(repr, strangers))}" if strangers else ""


def _check_keys(keys: Mapping[str, str]) -> None:
    """Refuse keys that are no keys, before anything is sealed with them."""
    for name in ("SECRET_KEY", "INDEX_KEY"):
        if len(keys[name]) < SHORTEST_SECRET or len(set(keys[name])) < FEWEST_LETTERS:
            raise BadSettings(
                f"{name} must be a long random text, of {SHORTEST_SECRET} characters or more; "
                f"make one with: {MAKE_SECRET}"
            )
    names = []
    for pair in keys["DATA_KEYS"].split(","):
        name, _, key = pair.partition(":")
        names.append(name)
        if not name or not re.fullmatch(r"[A-Za-z0-9_-]{1,20}", name) or not _is_data_key(key):
            raise BadSettings(
                "DATA_KEYS must be name:key pairs with commas between them, each key 32 random "
                f"bytes in URL-safe base64; make one with: {MAKE_DATA_KEY}"
            )
    if len(set(names)) < len(names):
        raise BadSettings("DATA_KEYS names two keys alike; every key needs a name of its own.")


def _is_data_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text)) == DATA_KEY_BYTES
    except ValueError:
        return False


def _with_driver(url: str) -> str:
    """Name psycopg 3 where the operator wrote only `postgres`."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _number(env: Mapping[str, str], name: str, usual: int, *, least: int = 0, most: int) -> int:
    text = env.get(name) or str(usual)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BadSettings(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _public_url(env: Mapping[str, str]) -> str:
    url = env.get("PUBLIC_URL", "").rstrip("/")
    if url and not url.startswith(("https://", "http://")):
        raise BadSettings(f"PUBLIC_URL must begin with https:// or http://, not {url!r}.")
    return url


def _pgbouncer(env: Mapping[str, str]) -> bool:
    mode = env.get("PGBOUNCER", "")
    if mode not in {"", "off", "transaction"}:
        raise BadSettings(f"PGBOUNCER must be transaction or off, not {mode!r}.")
    return mode == "transaction"


def _server(env: Mapping[str, str]) -> Server:
    name = env.get("SERVER") or Server.GRANIAN
    if name not in set(Server):
        raise BadSettings(f"SERVER must be one of {', '.join(Server)}, not {name!r}.")
    return Server(name)


def _embedded_keys(data_dir: Path) -> dict[str, str]:
    """Return the keys of this data folder, making them at the first start."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "keys.json"
    fresh = {
        "SECRET_KEY": secrets.token_urlsafe(32),
        "DATA_KEYS": f"k1:{urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        "INDEX_KEY": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    draft = data_dir / f".keys-{os.getpid()}"
    if not path.exists():
        draft.write_text(json.dumps(fresh), encoding="utf-8")
        draft.chmod(0o600)
        with suppress(FileExistsError):  # the first process to link wins, the others read its keys
            os.link(draft, path)
        draft.unlink()
    keys: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return keys
