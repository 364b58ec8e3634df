"""The product and the bare view, started alike."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from weijiayuan.settings import Settings

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Running:
    """A server that answers."""

    name: str
    port: int
    process: subprocess.Popen
    settings: Settings | None = None
    ready_seconds: float = 0.0
    env: dict[str, str] | None = None

    def family(self) -> list[int]:
        """The process and everything it started."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                todo += [int(child) for child in task.read_text().split()]
        return found

    def cpu_seconds(self) -> float:
        """Processor time that the server has used, all its processes together."""
        total = 0
        for pid in self.family():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def resident_megabytes(self, named: str) -> float:
        """The memory of its largest process whose command line has the name in it."""
        found = [
            int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            for pid in self.family()
            if named in Path(f"/proc/{pid}/cmdline").read_text()
        ]
        return max(found) * PAGE / 2**20


def _wait(port: int, path: str, process: subprocess.Popen) -> float:
    begin = time.perf_counter()
    while time.perf_counter() - begin < 300:
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return time.perf_counter() - begin
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
    raise RuntimeError("the server does not answer")


@contextmanager
def product(
    *, database_url: str | None = None, server: str = "granian", limits: str = "off"
) -> Iterator[Running]:
    """The whole product with sample data, without limits, on a port of its own."""
    with tempfile.TemporaryDirectory(prefix="weijiayuan-bench-") as folder:
        port = free_port()
        given = {"DATA_DIR": folder, "PORT": str(port), "LIMITS": limits, "SERVER": server}
        if database_url:
            keys = Settings.from_env({"DATA_DIR": folder})
            given |= {
                "DATABASE_URL": database_url,
                "FAKE_WECHAT": "1",
                "SECRET_KEY": keys.secret_key,
                "DATA_KEYS": keys.data_keys,
                "INDEX_KEY": keys.index_key,
            }
        env = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"} | given
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "weijiayuan.serve", "run"],
                env=env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
            try:
                try:
                    took = _wait(port, "/readyz", process)
                except RuntimeError:
                    sys.stderr.write((Path(folder) / "log").read_text())
                    raise
                settings = replace(Settings.from_env(env), fake_wechat=True)
                yield Running(f"product/{server}", port, process, settings, took, env)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


@contextmanager
def bare(*, server: str = "granian", processes: int = 2, threads: int = 8) -> Iterator[Running]:
    """A Flask view that answers a constant JSON, under the same server with the same size."""
    port = free_port()
    command = {
        "gunicorn": f"gunicorn benchmarks.bare:app --bind 127.0.0.1:{port} --workers {processes} "
        f"--threads {threads} --worker-class gthread --log-level error --no-control-socket",
        "granian": f"granian --interface wsgi benchmarks.bare:app --host 127.0.0.1 --port {port} "
        f"--workers {processes} --blocking-threads {threads} --log-level error --no-ws",
    }[server]
    process = subprocess.Popen([sys.executable, "-m", *command.split()], cwd=ROOT)
    try:
        _wait(port, "/", process)
        yield Running(f"bare/{server}", port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
