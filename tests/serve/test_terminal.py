"""`make run` before a person: the screen keeps the address, the log takes the JSON."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time

from tests.serve.test_product import ROOT, Product

PERSON = "在家的人"


class Screen:
    """A terminal whose whole screen can be read again."""

    def __init__(self):
        self.ours, self.theirs = pty.openpty()
        self.bytes = b""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        while True:
            try:
                read = os.read(self.ours, 65536)
            except OSError:  # the last process has closed its end
                return
            if not read:
                return
            self.bytes += read

    def lines(self):
        return self.bytes.decode().splitlines()

    def wait_for(self, words):
        deadline = time.monotonic() + 30
        while words not in self.lines()[-1]:
            assert time.monotonic() < deadline, self.lines()
            time.sleep(0.05)

    def close(self):
        os.close(self.theirs)
        self.reader.join(10)
        os.close(self.ours)


def start_in_terminal(product, screen):
    product.process = subprocess.Popen(
        [sys.executable, "-m", "weijiayuan.serve", "run"],
        cwd=ROOT,
        env=product.env,
        stdin=screen.theirs,
        stdout=screen.theirs,
        stderr=screen.theirs,
    )
    product.wait_until_ready()


def test_the_ready_line_stays_last_on_the_screen_and_json_goes_to_a_file(tmp_path):
    product, screen = Product(tmp_path), Screen()
    start_in_terminal(product, screen)
    try:
        product.sign_in(PERSON)
        screen.wait_for("ready at")
    finally:
        product.process.send_signal(signal.SIGTERM)
        product.process.wait(30)
        screen.close()

    base = f"http://127.0.0.1:{product.port}"
    last = screen.lines()[-1]
    assert [address in last for address in (base, f"{base}/console/", f"{base}/docs")] == [True] * 3
    assert all(line.startswith("weijiayuan: ") for line in screen.lines())
    assert len(screen.lines()) < 8
    log = (tmp_path / "logs" / "weijiayuan.log").read_text("utf-8").splitlines()
    events = [json.loads(line)["event"] for line in log if line.startswith("{")]
    assert {"answered", "resident signed in"} <= set(events)
