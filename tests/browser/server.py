"""The product under test as a running server."""

import shutil
import socket
from dataclasses import dataclass

import requests
from flask import Flask
from werkzeug.serving import WSGIRequestHandler

CHROMIUMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


class Quiet(WSGIRequestHandler):
    """Keeps connections open and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        """The test says what matters."""


@dataclass
class Live:
    """A running product: its address, and its application for making facts directly."""

    base: str
    app: Flask

    def session(self, persona):
        """Log somebody in over HTTP and give a `requests` session that speaks as them."""
        code = requests.post(
            f"{self.base}/fake-wechat/codes", json={"persona": persona}, timeout=10
        ).json()["code"]
        token = requests.post(f"{self.base}/api/v1/sessions", json={"code": code}, timeout=10)
        speaker = requests.Session()
        speaker.headers["Authorization"] = f"Bearer {token.json()['token']}"
        return speaker


def find_chromium():
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def fresh_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]
