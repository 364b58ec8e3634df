"""Debian's Firefox over its own remote protocol (Marionette): Playwright drives only a build of its own."""

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path

FIREFOXES = ("firefox-esr", "firefox")
SIZE = {"MOZ_HEADLESS_WIDTH": "450", "MOZ_HEADLESS_HEIGHT": "844"}  # its windows are not narrower
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 20  # seconds
PREFERENCES = {
    "marionette.port": 0,  # a free one, told in a file of the profile
    "intl.accept_languages": "zh-CN",
    "ui.prefersReducedMotion": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
PASSING = {"element click intercepted", "element not interactable", "stale element reference"}
FIND = """
const [role, name, exact] = arguments
const tags = { button: 'button', textbox: 'input, textarea', link: 'a[href]', radio: 'input[type=radio]' }
const said = (e) => (e.getAttribute('aria-label') || [...(e.labels || [])].map((one) => one.innerText).join(' ')
  || e.innerText || '').trim()
return [...document.querySelectorAll(`[role=${role}], ${tags[role]}`)]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
  .find((e) => (exact ? said(e) === name : said(e).includes(name))) || null
"""
HEARD = """
window.heard = []
addEventListener('error', (event) => heard.push(event.message))
addEventListener('unhandledrejection', (event) => heard.push(String(event.reason && event.reason.message)))
"""
SETTLED = """
if (!document.documentElement.dataset.ready) return false
Object.assign(host.run('core/steady.js'), { echo: 0, rest: 0 })
return !host.pending.size && !document.querySelector('page:not([hidden]) [class*=--waiting]')
"""


class Refused(Exception):
    """Firefox did not do it; the first of its arguments says why, in the words of the standard."""


class Firefox:
    """A running Firefox with what a person does on a telephone."""

    def __init__(self, program, profile):
        profile.mkdir()
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines))
        command = [program, "--marionette", "--headless", "--no-remote", "--profile", profile]
        self.process = subprocess.Popen(
            command,
            env={"HOME": str(profile), **SIZE},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = self.wait(lambda: told_port(profile), "Firefox does not start")
        self.wire = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.held, self.count = b"", 0
        self.read()  # who it is
        self.ask("NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})

    @staticmethod
    def wait(look, otherwise):
        """Give what a look finds, as soon as it finds something."""
        ends_at = time.monotonic() + PATIENCE
        while time.monotonic() < ends_at:
            if found := look():
                return found
            time.sleep(0.05)
        raise AssertionError(otherwise)

    def ask(self, command, **given):
        self.count += 1
        text = json.dumps([0, self.count, f"WebDriver:{command}", given]).encode()
        self.wire.sendall(b"%d:%b" % (len(text), text))
        _, _, fault, answer = self.read()
        if fault:
            raise Refused(fault["error"], fault["message"])
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def read(self):
        """One message: its length, a colon, JSON."""
        while b":" not in self.held:
            self.held += self.wire.recv(65536)
        length, _, self.held = self.held.partition(b":")
        while len(self.held) < int(length):
            self.held += self.wire.recv(65536)
        text, self.held = self.held[: int(length)], self.held[int(length) :]
        return json.loads(text)

    def run(self, script, *given):
        return self.ask("ExecuteScript", script=script, args=list(given), sandbox=None)

    def open(self, base, route, query="", persona="neighbour"):
        self.ask("Navigate", url="about:blank")
        self.ask("Navigate", url=f"{base}/?persona={persona}&bridge=60#/{route}{query}")
        self.run(HEARD)
        self.settle()

    def reload(self):
        self.ask("Refresh")
        self.run(HEARD)
        self.settle()

    def settle(self):
        self.wait(lambda: self.run(SETTLED), "the page does not come to rest")

    def find(self, name, role="button", *, exact=False):
        return self.wait(lambda: self.run(FIND, role, name, exact), f"no {role} “{name}”")[ELEMENT]

    def tap(self, name, role="button", *, exact=False):
        self.wait(lambda: self.clicked(name, role, exact), f"“{name}” cannot be tapped")

    def clicked(self, name, role, exact):
        """Click where nothing lies above: a page takes no taps while it sends or moves."""
        try:
            self.ask("ElementClick", id=self.find(name, role, exact=exact))
        except Refused as refused:
            if refused.args[0] in PASSING:
                return False
            raise
        return True

    def write(self, label, text):
        """Type letter by letter, as a person does."""
        self.ask("ElementSendKeys", id=self.find(label, "textbox"), text=text)

    @property
    def text(self):
        return self.run("return document.getElementById('pages').innerText")

    def sees(self, words):
        self.wait(
            lambda: words in self.run("return document.body.innerText"), f"“{words}” not seen"
        )

    @property
    def route(self):
        return self.run("return location.hash.replace(/^#\\//, '')")

    def wait_for_route(self, start):
        self.wait(lambda: self.route.startswith(start), f"not at {start} but at {self.route}")
        self.settle()

    @property
    def faults(self):
        return self.run("return window.heard")

    def close(self):
        self.ask("DeleteSession")
        self.wire.close()
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def told_port(profile):
    path = Path(profile) / "MarionetteActivePort"
    text = path.read_text() if path.exists() else ""
    return int(text) if text else None


def find_firefox():
    return next((found for name in FIREFOXES if (found := shutil.which(name))), None)
