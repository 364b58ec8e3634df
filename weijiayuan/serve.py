"""`python -m weijiayuan.serve`: the whole product under one supervisor.

    run      prepare the database and start web server, worker and, embedded, the fake WeChat
    worker   only the worker, for production
    web      only the web server, for production

The supervisor passes signals on, starts again what dies, and leaves nobody behind: on Linux the
kernel ends its children should it be killed itself.
"""

import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import IO

import requests

from weijiayuan.database_preparation_stamp import is_prepared, note_prepared
from weijiayuan.kernel import disk_reserve
from weijiayuan.settings import BadSettings, Server, Settings
from weijiayuan.web.admission import MAX_WAITING

ROOT = Path(__file__).parents[1]
READY_SECONDS = 60
STOP_SECONDS = 15
RESTARTS_IN_A_ROW = 5
STEADY_SECONDS = 30
LONGEST_PAUSE = 10.0
TENDED_EVERY = 1.0
PR_SET_PDEATHSIG = 1
METRICS = "PROMETHEUS_MULTIPROC_DIR"
LOG_BYTES = 10_000_000
"""A log larger than this is set aside at the next start."""


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = 0


@dataclass
class Supervisor:
    """Starts children, starts them again when they die, stops them all when told to.

    In a terminal their lines go to `log`, so that the screen is left to the person before it.
    """

    children: list[Child]
    env: dict[str, str]
    log: IO[bytes] | None = None
    stopping: bool = False
    has_been_ready: bool = False
    """Before it was, a child that keeps ending is given up; afterwards never."""
    folder: Path | None = None
    """Where an embedded database lies, whose disk is looked after."""
    tended: float = 0.0

    def start(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(  # noqa: S603  # our own commands
            child.command,
            env=self.env,
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )

    def stop(self, number: int = signal.SIGTERM, _frame: FrameType | None = None) -> None:
        """Pass a signal on to every child; the loop in `watch` then ends."""
        self.stopping = True
        for child in self.children:
            if child.process and child.process.poll() is None:
                child.process.send_signal(number)

    def watch(self) -> int:
        """Keep the children running until told to stop. Returns the exit status."""
        while not self.stopping:
            self.look_after_disk()
            for child in self.children:
                if child.process is None or child.process.poll() is None:
                    continue
                if not self._again(child):
                    self.stop()
                    self._reap()
                    return 1
            time.sleep(0.1)
        self._reap()
        return 0

    def look_after_disk(self) -> None:
        """Hold room for processes to start on the disk of an embedded database, now and then."""
        if self.folder is not None and time.monotonic() - self.tended > TENDED_EVERY:
            disk_reserve.tend(self.folder)
            self.tended = time.monotonic()

    def _again(self, child: Child) -> bool:
        """Start a child that died again, unless it keeps dying."""
        assert child.process is not None
        if self.stopping:
            return True
        steady = time.monotonic() - child.started > STEADY_SECONDS
        child.restarts = 1 if steady else child.restarts + 1
        _say(f"{child.name} ended ({child.process.returncode})")
        _end_group(child.process.pid)
        if child.restarts > RESTARTS_IN_A_ROW and not self.has_been_ready:
            _say(f"{child.name} keeps ending; giving up")
            return False
        self._pause(min(0.2 * child.restarts, LONGEST_PAUSE))
        if not self.stopping:
            self.start(child)
        return True

    def _pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.stopping:
            time.sleep(0.05)

    def _reap(self) -> None:
        """Wait for the children to end, then end those that do not."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            _end_group(child.process.pid)


def _end_group(leader: int) -> None:
    """End what a child has left behind: it led a group of its own, down to the last grandchild."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(settings: Settings, env: dict[str, str]) -> int:
    """Prepare, start everything, print the address, and stay until told to stop."""
    _refuse_taken_port(settings)
    children = []
    if settings.fake_wechat and not settings.wechat_api_base:
        port = _free_port()
        settings = replace(
            settings,
            wechat_api_base=f"http://127.0.0.1:{port}/fake-wechat",
            public_url=settings.public_url or local_address(settings),
        )
        children.append(Child("fake WeChat", fake_wechat_command(settings, port)))
    if folder := _embedded(settings):
        disk_reserve.tend(folder)
    env = env | child_environment(settings)
    log = _log_beside_terminal(settings)
    _prepare(settings, env, log)
    children += [
        Child("web server", web_command(settings)),
        Child("worker", [sys.executable, "-m", "weijiayuan.serve", "worker"]),
    ]
    supervisor = Supervisor(children, env, log, folder=_embedded(settings))
    _begin(supervisor)
    supervisor.has_been_ready = _announce(
        settings, _where_lines_are(log), lambda: supervisor.stopping
    )
    return supervisor.watch()


def web(settings: Settings, env: dict[str, str]) -> int:
    """Keep only the web server running, whatever becomes of it, until told to stop."""
    _refuse_taken_port(settings)
    env = env | {METRICS: str(metrics_folder(settings)), "DATA_DIR": str(settings.data_dir)}
    check = [sys.executable, "-m", "weijiayuan.serve", "check"]
    if subprocess.run(check, env=env, cwd=ROOT, check=False).returncode:  # noqa: S603
        return 1
    supervisor = Supervisor([Child("web server", web_command(settings))], env, has_been_ready=True)
    _begin(supervisor)
    return supervisor.watch()


def _embedded(settings: Settings) -> Path | None:
    """Return the folder of the embedded database, if that is the one in use."""
    return settings.data_dir if settings.uses_sqlite else None


def _begin(supervisor: Supervisor) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, supervisor.stop)
    for child in supervisor.children:
        supervisor.start(child)


def log_path(settings: Settings) -> Path:
    """Return the file that takes the JSON lines of a product started in a terminal."""
    return settings.data_dir / "logs" / "weijiayuan.log"


def _log_beside_terminal(settings: Settings) -> IO[bytes] | None:
    """Open the log where a person sits before the screen; elsewhere lines go to standard error."""
    if not sys.stderr.isatty():
        return None
    path = log_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    _say(f"log: {path}")
    return path.open("ab")


def _prepare(settings: Settings, env: dict[str, str], log: IO[bytes] | None) -> None:
    """Bring the database up to this program, unless that was done already."""
    if is_prepared(settings):
        return
    _say("preparing the database")
    command = [sys.executable, "-m", "weijiayuan.serve", "prepare"]
    done = subprocess.run(  # noqa: S603
        command, env=env, cwd=ROOT, stdout=log, stderr=log, check=False
    )
    if done.returncode:
        raise BadSettings(f"the database could not be prepared; see {_where_lines_are(log)}.")
    note_prepared(settings)


def _where_lines_are(log: IO[bytes] | None) -> str:
    return log.name if log else "the lines above"


def child_environment(settings: Settings) -> dict[str, str]:
    """Return what the children must know beyond the operator's own environment."""
    own = {METRICS: str(metrics_folder(settings)), "DATA_DIR": str(settings.data_dir)}
    if settings.fake_wechat:
        own |= {"WECHAT_API_BASE": settings.wechat_api_base, "FAKE_WECHAT": "1"}
        own |= {"PUBLIC_URL": settings.public_url}
    return own


def metrics_folder(settings: Settings) -> Path:
    """Return the folder in which all processes of this machine count, without those of the dead."""
    counts = settings.data_dir / "metrics"
    counts.mkdir(parents=True, exist_ok=True)
    for path in counts.glob("*_*.db"):
        pid = path.stem.rpartition("_")[2]
        if not (pid.isdecimal() and Path(f"/proc/{pid}").exists()):
            path.unlink(missing_ok=True)
    return counts


def local_address(settings: Settings) -> str:
    """Return where this machine itself reaches the web server."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104  # compared, not bound
    return f"http://{host}:{settings.port}"


def web_command(settings: Settings) -> list[str]:
    """Return the command that starts the web server that `SERVER` names."""
    processes, threads = str(settings.web_processes), str(settings.web_threads + MAX_WAITING)
    if settings.server is Server.GUNICORN:
        bind = ["--bind", f"{settings.host}:{settings.port}", "--log-level", "warning"]
        size = ["--workers", processes, "--threads", threads, "--worker-class", "gthread"]
        quiet = ["--no-control-socket", "--keep-alive", "15", "--backlog", "2048"]
        return [sys.executable, "-m", "gunicorn", "weijiayuan.wsgi:served()", *bind, *size, *quiet]
    bind = ["--host", settings.host, "--port", str(settings.port), "--log-level", "error"]
    size = ["--workers", processes, "--blocking-threads", threads, "--backlog", "2048"]
    keep = ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-ws"]
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    return [*program, "weijiayuan.wsgi:served", *bind, *size, *keep]


def fake_wechat_command(settings: Settings, port: int) -> list[str]:
    """Return the command that starts the fake WeChat on a loopback port of its own."""
    state = str(settings.fake_wechat_state)
    module = "weijiayuan.gateways.fake_wechat"
    push = ["--push-url", f"{local_address(settings)}/wechat/push"]
    push += ["--push-token", settings.wechat_push_token]
    return [sys.executable, "-m", module, "--port", str(port), "--state", state, *push]


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise BadSettings(
                f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
                f"choose another with PORT, for instance PORT={settings.port + 1} make run."
            ) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _announce(settings: Settings, lines: str, told_to_stop: Callable[[], bool]) -> bool:
    """Print the address as soon as the product answers; tell whether it did."""
    address = local_address(settings)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not told_to_stop():
        try:
            if requests.get(f"{address}/readyz", timeout=2).ok:
                _say(f"ready at {address}  (desk: {address}/console/, API: {address}/docs)")
                return True
        except requests.RequestException:  # not listening yet, or slow to start
            time.sleep(0.05)
    if not told_to_stop():
        _say(f"not ready after {READY_SECONDS} s; see {lines}")
    return False


def _say(sentence: str) -> None:
    sys.stdout.write(f"weijiayuan: {sentence}\n")
    sys.stdout.flush()


def main(arguments: list[str], env: dict[str, str]) -> int:
    """Do what the first argument names."""
    settings = Settings.from_env(env)
    what = arguments[0] if arguments else "run"
    if what == "run":
        return run(settings, env)
    if what == "web":
        return web(settings, env)
    if METRICS not in env:  # prometheus-client reads it when it is imported: begin anew with it
        env = env | {METRICS: str(metrics_folder(settings))}
        command = [sys.executable, "-m", "weijiayuan.serve", *arguments]
        os.execve(command[0], command, env)  # noqa: S606
    gc.disable()  # as in `weijiayuan.wsgi`
    from weijiayuan import process_entrypoints  # noqa: PLC0415  # the supervisor itself stays small

    gc.freeze()
    gc.enable()
    if what == "prepare":
        process_entrypoints.prepare(settings)
    elif what == "worker":
        process_entrypoints.work(settings)
    elif what == "check":
        process_entrypoints.check(settings)
    else:
        raise BadSettings("say run, web, worker or prepare.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], dict(os.environ)))  # noqa: TID251  # a process's first lines
