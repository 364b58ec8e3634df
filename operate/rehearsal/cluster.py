"""The machines of docs/operate.md, brought up from its own blocks and taken down again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

import requests

from operate.rehearsal import systemctl
from operate.rehearsal.page import MACHINES, blocks, on_this_machine

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operate.md"
BLOCK_SECONDS = 900
TRACE_LINES = 12
"""Enough of a trace's end to see who raised what."""
WECHAT, STORAGE = 8090, 9000
AS_NOBODY_ELSE = """\
#!/bin/sh
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
"""
"""What stands for runuser: the users that the page makes are not made on this machine."""
OUTSIDE = f"""\
FAKE_WECHAT=1
WECHAT_API_BASE=http://127.0.0.1:{WECHAT}/fake-wechat
STORAGE_URL=s3://key:secret@weijiayuan/files?endpoint=http://{MACHINES["store"]}:{STORAGE}&region=us-east-1\
&addressing=path
PUBLIC_URL=http://{MACHINES["lb"]}:8000
LIMITS=off
"""


class Cluster:
    """Six machines as folders with addresses; `with Cluster()` sets them up and ends them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wjy-"))
        self.folder.chmod(0o755)
        self.outside: list[subprocess.Popen[bytes]] = []

    @property
    def door(self) -> str:
        """The address that residents reach."""
        return f"https://{MACHINES['lb']}"

    def __enter__(self) -> Self:
        try:
            self._make_machines()
            self._bring_wheel()
            self._start_outside()
            self.execute("")
            wait_for(self.is_whole, "the whole cluster")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in MACHINES:
            self.kill_machine(name)
        for process in self.outside:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_machines(self) -> None:
        for name, address in MACHINES.items():
            for inside in (
                "etc/default",
                "var/lib",
                "run",
                "root/weijiayuan",
                "opt",
                "usr/local/bin",
            ):
                (self.folder / name / inside).mkdir(parents=True)
            runuser = self.folder / name / "usr/local/bin/runuser"
            runuser.write_text(AS_NOBODY_ELSE)
            runuser.chmod(0o755)
            (self.folder / name / "address").write_text(f"{address}\n")

    def _bring_wheel(self) -> None:
        say("building the wheel")
        wheels = self.folder / "wheel"
        quiet = ["--quiet", "--disable-pip-version-check"]
        pip = [sys.executable, "-m", "pip", "wheel", *quiet, "--no-deps"]
        subprocess.run([*pip, "--wheel-dir", wheels, ROOT], check=True)
        for name in ("app1", "app2"):
            home = self.folder / name / "root/weijiayuan"
            shutil.copy(next(wheels.glob("*.whl")), home)
            shutil.copy(ROOT / "constraints.txt", home)
            shutil.copytree(ROOT / "operate/systemd", home / "systemd")
            (home / "district.env").write_text(OUTSIDE)

    def _start_outside(self) -> None:
        """Start what the page says is there already: storage, and a WeChat that is the fake one."""
        fake = [sys.executable, "-m", "weijiayuan.gateways.fake_wechat", "--port", str(WECHAT)]
        moto = [sys.executable, "-m", "moto.server", "-H", MACHINES["store"], "-p", str(STORAGE)]
        for words in ([*fake, "--state", str(self.folder / "wechat.db")], moto):
            log = (self.folder / "outside.log").open("ab")
            self.outside.append(subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log))
        storage = f"http://{MACHINES['store']}:{STORAGE}"
        wait_for(lambda: requests.put(f"{storage}/weijiayuan", timeout=2).ok, "storage")

    def execute(self, when: str) -> None:
        """Run the blocks of an occasion, machine after machine, as the page says."""
        for block in blocks(PAGE, when=when):
            for name in block.machines:
                begun = time.monotonic()
                self.run(name, block.commands)
                first = next(line for line in block.commands.splitlines() if line.strip())
                say(f"{name:5} {time.monotonic() - begun:5.1f} s  {first[:60]}")

    def run(self, name: str, commands: str) -> str:
        """Run commands on a machine. Raises `CalledProcessError` if one fails."""
        home = Path(__file__).parent
        env = {
            "PATH": os.environ["PATH"],
            "NAME": name,
            "ADDRESS": MACHINES[name],
            "MACHINES": str(self.folder),
            "REHEARSAL": str(home),
            "PYTHON": sys.executable,
        }
        script = f". {home}/prelude.sh\n{on_this_machine(commands, self.folder / name)}"
        done = subprocess.run(
            ["bash", "-c", script],
            env=env,
            text=True,
            capture_output=True,
            timeout=BLOCK_SECONDS,
            check=False,
        )
        if done.returncode:
            say(f"{name}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
            for log in sorted((self.folder / name).glob("*.log")):
                say(f"{log.name}: {log.read_text(errors='replace')[-1500:]}")
            done.check_returncode()
        return done.stdout

    def kill(self, name: str, unit: str, *, deep: bool = True) -> None:
        """Kill -9 a unit's process, with all that it started if `deep`; its watcher lives on."""
        for watcher in systemctl.pids(self.folder / name, unit):
            for child in _children(watcher):
                with suppress(ProcessLookupError):
                    (os.killpg if deep else os.kill)(child, signal.SIGKILL)

    def kill_machine(self, name: str) -> None:
        """Kill -9 everything that a machine runs, at once, and leave it down."""
        watchers = [int(path.read_text()) for path in (self.folder / name).glob("*.pid")]
        for watcher in watchers:
            groups = _descendants(watcher)
            for pid in (watcher, *groups):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for path in (self.folder / name).glob("*.pid"):
            path.rename(path.with_suffix(".was"))

    def start_machine(self, name: str) -> None:
        """Start again what ran on a machine that was killed."""
        for path in (self.folder / name).glob("*.was"):
            path.unlink()
            systemctl.start(self.folder / name, path.stem)

    def unexpected(self) -> Counter[str]:
        """Return the ends of the traces of answers with 500 in the web servers' logs, counted."""
        found: Counter[str] = Counter()
        for name in ("app1", "app2"):
            found += unexpected_in(self.folder / name / "weijiayuan-web.log")
        return found

    def leader(self) -> str:
        """Return the database machine that leads now, "" while none does."""
        for name in ("db1", "db2"):
            with suppress(requests.RequestException):
                if requests.get(f"http://{MACHINES[name]}:8008/primary", timeout=2).ok:
                    return name
        return ""

    def is_whole(self) -> bool:
        """Tell whether the door and both web servers answer and a synchronous standby follows."""
        with suppress(requests.RequestException):
            answer = [f"http://{MACHINES[name]}:8000/readyz" for name in ("app1", "app2")]
            answer.append(f"{self.door}/healthz")
            members = requests.get(f"http://{MACHINES['lb']}:2379/health", timeout=2).ok
            follows = any(
                requests.get(f"http://{MACHINES[name]}:8008/synchronous", timeout=2).ok
                for name in ("db1", "db2")
            )
            asked = (requests.get(at, verify=False, timeout=3) for at in answer)
            return members and follows and all(each.ok for each in asked)
        return False


def unexpected_in(log: Path) -> Counter[str]:
    """Return the ends of the traces of lines "unexpected", and how often each is there."""
    found: Counter[str] = Counter()
    for line in log.read_text(errors="replace").splitlines() if log.exists() else ():
        with suppress(ValueError):
            said = json.loads(line)
            if isinstance(said, dict) and said.get("event") == "unexpected":
                found["\n".join(str(said.get("exception")).splitlines()[-TRACE_LINES:])] += 1
    return found


def _children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(word) for word in text.split()]
    return []


def _descendants(pid: int) -> list[int]:
    found = []
    for child in _children(pid):
        found += [child, *_descendants(child)]
    return found


def wait_for(is_so: Callable[[], bool], what: str, *, seconds: float = 120) -> float:
    """Wait until something is so; return how long it took. Raises `TimeoutError`."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        with suppress(requests.RequestException):
            if is_so():
                return time.monotonic() - begun
        time.sleep(0.1)
    raise TimeoutError(f"{what} after {seconds} s")


def say(sentence: str) -> None:
    """Show progress."""
    print(f"rehearse: {sentence}", flush=True)
