"""People who sign in before the load begins."""

import json
import urllib.request
from email.message import Message

from benchmarks.servers import Running


def post(server: Running, path: str, body: dict, **headers: str) -> dict:
    """One POST with JSON, as anybody would send it."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"}
        | {name.replace("_", "-"): text for name, text in headers.items()},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def get(server: Running, path: str, **headers: str) -> tuple[dict, Message]:
    """One GET: the JSON and the headers, whatever their case."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer), answer.headers


def token(server: Running, persona: str) -> str:
    """A bearer token for a persona of the fake WeChat."""
    code = post(server, "/fake-wechat/codes", {"persona": persona})["code"]
    return post(server, "/api/v1/sessions", {"code": code})["token"]


def desk_token(server: Running, username: str) -> str:
    """A bearer token for a sample member of staff at the desk."""
    return post(server, f"/api/v1/staff/samples/{username}/sessions", {})["token"]
