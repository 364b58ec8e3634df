"""As much of systemd as docs/operate.md uses: units of a machine that is a folder.

    systemctl.py FOLDER enable --now UNIT ... | disable --now ... | restart ... | daemon-reload
    systemctl.py FOLDER watch UNIT       (what runs in the background: starts it again when it dies)

A unit is read from the folder's own `etc/systemd/system`, else from the one that Debian installed,
and what `*.service.d` of the folder says besides counts last.
"""

import os
import pwd
import resource
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

sys.path.insert(0, str(Path(__file__).parents[2]))
from operate.rehearsal.page import on_this_machine

DEBIAN = Path("/lib/systemd/system")
STOP_SECONDS = 30
IGNORED = {"systemd-journald"}
OPEN_FILES = (1024, 524_288)
"""How many files a unit may open that does not say, at first and at most (DefaultLimitNOFILE)."""


@dataclass
class Unit:
    """What of a unit file matters here."""

    command: str = ""
    user: str = ""
    restart: str = "no"
    open_files: tuple[int, int] = OPEN_FILES
    environment: dict[str, str] = field(default_factory=dict)


def read(folder: Path, name: str) -> Unit:
    """Read a unit with its environment files, paths inside `folder`."""
    home = folder / "etc/systemd/system"
    own = home / f"{name}.service"
    files = [
        own if own.exists() else DEBIAN / own.name,
        *sorted((home / f"{own.name}.d").glob("*.conf")),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    unit = Unit()
    for line in on_this_machine(text.replace("%p", name).replace("=-/", "=/"), folder).splitlines():
        key, _, value = line.partition("=")
        if key == "ExecStart":
            unit.command = value
        elif key == "User":
            unit.user = value
        elif key == "Restart":
            unit.restart = value
        elif key == "LimitNOFILE":
            unit.open_files = (int(value), int(value))
        elif key == "Environment":
            unit.environment |= dict(part.partition("=")[::2] for part in shlex.split(value))
        elif key == "EnvironmentFile":
            unit.environment |= _variables(Path(value))
    return unit


def _variables(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=")[::2] for line in lines if "=" in line and line[0] != "#")
    return {key: value.strip('"') for key, value in pairs}


def watch(folder: Path, name: str) -> None:
    """Run a unit, and run it again when it dies, until told to stop."""
    unit = read(folder, name)
    child: subprocess.Popen[bytes] | None = None
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        if child is not None:
            with suppress(ProcessLookupError):
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    with suppress(ValueError, PermissionError):  # a container may forbid it
        resource.setrlimit(resource.RLIMIT_NOFILE, unit.open_files)
    while not stopping:
        child = _start(folder, name, unit)
        status = child.wait()
        if unit.restart == "no" or (unit.restart == "on-failure" and status == 0):
            break
        time.sleep(0 if stopping else 1)


def _start(folder: Path, name: str, unit: Unit) -> "subprocess.Popen[bytes]":
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | unit.environment
    words = shlex.split(Template(unit.command.replace("$MAINPID", "")).safe_substitute(env))
    runs_as = {}
    if os.geteuid() == 0 and unit.user:
        with suppress(KeyError):
            who = pwd.getpwnam(unit.user)
            runs_as = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
            env["HOME"] = str(folder)
    log = (folder / f"{name}.log").open("ab")
    return subprocess.Popen(
        words, env=env, cwd=folder, stdout=log, stderr=log, start_new_session=True, **runs_as
    )


def pids(folder: Path, name: str) -> list[int]:
    """Return the watcher of a unit, as long as it lives."""
    path = folder / f"{name}.pid"
    if not path.exists():
        return []
    pid = int(path.read_text())
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return [pid]
    return []


def start(folder: Path, name: str) -> None:
    """Start a unit unless it runs."""
    if pids(folder, name):
        return
    command = [sys.executable, __file__, str(folder), "watch", name]
    log = (folder / f"{name}.log").open("ab")
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
    )
    (folder / f"{name}.pid").write_text(str(process.pid))


def stop(folder: Path, name: str) -> None:
    """Stop a unit and wait until it is gone."""
    for pid in pids(folder, name):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while _lives(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
    (folder / f"{name}.pid").unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    with suppress(ProcessLookupError, FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def main(folder: Path, verb: str, names: list[str]) -> None:
    """Do what a command of the page says."""
    if verb == "watch":
        watch(folder, names[0])
        return
    ignored = {"--now", *IGNORED, *(name for name in names if name.endswith(".timer"))}
    for name in (name for name in names if name not in ignored):
        if verb in {"disable", "stop", "restart"}:
            stop(folder, name)
        if verb in {"enable", "start", "restart"}:
            start(folder, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
