"""Debian's WebKitGTK over the standard protocol of browsers (WebDriver), on a screen of its own."""

import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

import requests

from tests.browser.firefox import PATIENCE, Firefox, Refused
from tests.browser.server import fresh_port

PROGRAMS = ("WebKitWebDriver", "Xvfb")
WINDOWS = Path("/usr/lib")
SCREEN = ("-screen", "0", "800x900x24", "-nolisten", "tcp", "-displayfd")
SOFTWARE = {
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}
WAYS = {
    "Navigate": "/url",
    "Refresh": "/refresh",
    "ExecuteScript": "/execute/sync",
    "ElementClick": "/element/{id}/click",
    "ElementSendKeys": "/element/{id}/value",
}
"""The standard's addresses of what Marionette calls by name."""


class WebKit(Firefox):
    """A running MiniBrowser of WebKitGTK; what a person does on it is said as for Firefox."""

    def __init__(self, window, profile):
        profile.mkdir()
        self.held = ExitStack()
        port = fresh_port()
        self.start(
            [shutil.which("WebKitWebDriver"), f"--port={port}"],
            {"HOME": str(profile), "DISPLAY": self.screen(), **SOFTWARE},
        )
        self.base = f"http://127.0.0.1:{port}"
        self.wait(self.is_ready, "WebKitWebDriver does not start")
        options = {"binary": str(window), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        session = self.answered(requests.post(f"{self.base}/session", json=wanted, timeout=60))
        self.base += f"/session/{session['sessionId']}"
        self.answered(
            requests.post(
                f"{self.base}/window/rect", json={"width": 400, "height": 880}, timeout=PATIENCE
            )
        )

    def start(self, command, environment, **given):
        process = subprocess.Popen(
            command,
            env={"PATH": os.environ["PATH"]} | environment,  # a browser's own
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **given,
        )
        self.held.callback(process.wait, timeout=PATIENCE)
        self.held.callback(process.terminate)

    def screen(self):
        """Start a screen; it takes a free number and tells it."""
        told, tells = os.pipe()
        self.start([shutil.which("Xvfb"), *SCREEN, str(tells)], {}, pass_fds=(tells,))
        os.close(tells)
        with os.fdopen(told) as line:
            return f":{line.readline().strip()}"

    def is_ready(self):
        try:
            return requests.get(f"{self.base}/status", timeout=PATIENCE).ok
        except requests.ConnectionError:
            return False

    @staticmethod
    def answered(response):
        value = response.json()["value"]
        if not response.ok:
            raise Refused(value["error"], value["message"])
        return value

    def ask(self, command, **given):
        given.pop("sandbox", None)
        way = WAYS[command].format(**given)
        body = {name: value for name, value in given.items() if name != "id"}
        return self.answered(requests.post(f"{self.base}{way}", json=body, timeout=60))

    def close(self):
        requests.delete(self.base, timeout=PATIENCE)
        self.held.close()


def find_webkit():
    """Give the window of WebKitGTK, or None where it or what drives it is missing."""
    if not all(map(shutil.which, PROGRAMS)):
        return None
    return next(WINDOWS.glob("*/webkit2gtk-4.*/MiniBrowser"), None)
