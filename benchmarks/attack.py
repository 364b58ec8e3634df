"""`python -m benchmarks.attack [--postgres | --production] [--only WORD]`: what strangers can do.

While they do it, somebody makes small changes at a steady rate; told is how long those take,
against the same changes at rest just before and just after, and what the server spent of a
processor on each answer to a stranger. Everything stays on this machine and ends by itself.
`--production` is PostgreSQL, Redis and S3 without samples, behind a proxy, where the strangers come
from one address and then from forty. `--only` keeps the attacks with that word in their names.
"""

import argparse
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from benchmarks.__main__ import postgres
from benchmarks.load import drive, request
from benchmarks.measure import Row, say, table
from benchmarks.people import token
from benchmarks.servers import product
from tests.files.pictures import as_bytes, scene
from tests.serve.production import installation

SECONDS = 8.0
RATE = 20.0
REACH = 3.0
CROWD = 40


def small_changes(who: str) -> list[bytes]:
    body = json.dumps({"nickname": "阿明"}).encode()
    headers = {"Authorization": f"Bearer {who}", "X_Forwarded_For": "10.9.9.9"}
    return [request("PUT", "/api/v1/me", body=body, **headers)]


def p95(port: int, changes: list[bytes]) -> float:
    result = drive(port, changes, connections=4, seconds=SECONDS, rate=RATE)
    wrong = {status: n for status, n in result.statuses.items() if status != 200}
    if wrong:
        say(f"small changes were answered {wrong}")
    return result.wait(0.95)


@contextmanager
def asking(port: int, requests: list[bytes], told: list[str]):
    """Forty connections that ask again as soon as they are answered."""
    results = []

    def attack():
        results.append(drive(port, requests, connections=CROWD, seconds=SECONDS + 2))

    thread = threading.Thread(target=attack)
    thread.start()
    time.sleep(1)
    yield
    thread.join()
    told.append(f"{results[0].per_second:.0f}/s answered {dict(results[0].statuses)}")


@contextmanager
def slow_bodies(port: int, crowd: int, told: list[str]):
    """Connections whose bodies never end: a letter now and then."""
    head = b"POST /api/v1/staff/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    stop = threading.Event()
    sockets = []
    for number in range(crowd):
        each = socket.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0))
        each.settimeout(1)
        via = f"X-Forwarded-For: {address(number)}\r\n".encode()
        each.sendall(head + via + b"Content-Length: 1000\r\n\r\n{")
        sockets.append(each)

    def drip():
        while not stop.wait(0.5):
            for each in sockets:
                try:
                    each.sendall(b" ")
                except OSError:
                    continue

    thread = threading.Thread(target=drip)
    thread.start()
    time.sleep(1)
    yield
    stop.set()
    thread.join()
    for each in sockets:
        each.close()
    told.append(f"{crowd} bodies on their way")


def address(number: int) -> str:
    """One of forty addresses of forty networks."""
    return f"10.{number % CROWD}.1.7"


def photo(number: int) -> bytes:
    """What somebody without an account sends with a tip: a picture of a telephone's size."""
    part = b'--x\r\nContent-Disposition: form-data; name="'
    body = part + b'kind"\r\n\r\nphoto\r\n' + part + b'file"; filename="a.jpg"\r\n'
    body += b"Content-Type: image/jpeg\r\n\r\n" + PICTURE + b"\r\n--x--\r\n"
    head = "POST /api/v1/files/anonymous HTTP/1.1\r\nHost: bench\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n"
    head += f"X-Forwarded-For: {address(number)}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


PICTURE = as_bytes(scene(3000, 2000))


def wrong_login(number: int, source: str) -> bytes:
    body = {"username": "boss", "password": "wrong", "otp": "000000"}
    headers = {"Authorization": f"Bearer junk-{number}", "X_Forwarded_For": source}
    return request("POST", "/api/v1/staff/sessions", body=json.dumps(body).encode(), **headers)


def attacks(port: int):
    receipt = json.dumps({"receipt": "1234 5678 9012 3456"}).encode()
    receipts = [
        request("POST", "/api/v1/tips/receipts", body=receipt, X_Forwarded_For=address(n))
        for n in range(CROWD)
    ]
    from_one = [wrong_login(number, "10.1.1.7") for number in range(500)]
    from_forty = [wrong_login(number, address(number)) for number in range(500)]
    photos = [photo(number) for number in range(CROWD)]
    yield "40 connections with wrong desk logins", lambda told: asking(port, from_one, told)
    yield "the same from 40 networks", lambda told: asking(port, from_forty, told)
    yield "40 connections that try receipts", lambda told: asking(port, receipts, told)
    yield "40 connections that send photos", lambda told: asking(port, photos, told)
    yield "8 slow bodies", lambda told: slow_bodies(port, 8, told)
    yield "60 slow bodies", lambda told: slow_bodies(port, 60, told)


@dataclass(frozen=True)
class Target:
    """The server that is attacked, who makes small changes, and what it has used of processors."""

    name: str
    port: int
    changes: list[bytes]
    cpu_seconds: Callable[[], float]
    only: str = ""

    def spent(self, act: Callable[[], float]) -> tuple[float, float]:
        """What the act returns, and the processor time of the server meanwhile."""
        before = self.cpu_seconds()
        return act(), self.cpu_seconds() - before


def measured(target: Target) -> list[Row]:
    rows = []

    def rest() -> float:
        return p95(target.port, target.changes)

    rest()
    before, at_rest = target.spent(rest)
    for what, attack in attacks(target.port):
        if target.only not in what:
            continue
        say(f"{target.name}: {what}")
        told: list[str] = []

        def beside(attack=attack, told=told) -> float:
            with attack(told):
                return rest()

        took, spent = target.spent(beside)
        after = rest()
        idle, load = (before + after) / 2, os.getloadavg()[0]
        figure = f"{took:.1f} ms, {took / idle:.1f} × {idle:.1f} ms; {told[0]}; "
        figure += f"{spent - at_rest:.1f} s of processors; load {load:.1f}"
        say(figure)
        within = took <= REACH * idle
        rows.append(Row(f"{target.name}: beside {what}", figure, "≤ 3 times", within))
        before = after
    return rows


def of_samples(only: str, *, postgresql: bool) -> list[Row]:
    """The product as `make run` starts it, with limits and without."""
    rows = []
    for limits in ("on", "off"):
        with ExitStack() as stack:
            url = stack.enter_context(postgres()) if postgresql else None
            server = stack.enter_context(product(database_url=url, limits=limits))
            changes = small_changes(token(server, "neighbour"))
            named = f"limits {limits}"
            rows += measured(Target(named, server.port, changes, server.cpu_seconds, only))
    return rows


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and everything below it."""
    first = psutil.Process(pid)
    family = [each.cpu_times() for each in (first, *first.children(recursive=True))]
    return sum(each.user + each.system for each in family)


def of_production(only: str) -> list[Row]:
    """One machine of production: its web server and its worker."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wjy-attack-"))
        made = stack.enter_context(installation(Path(folder), url))
        machine = made.machine()
        machine.command("data", "migrate")
        machine.command("district", "load")
        made.appoint_first()
        machine.start("web", "worker")
        code = {"code": made.wechat.code("neighbour")}
        answer = requests.post(f"{machine.base}/api/v1/sessions", json=code, timeout=30)
        changes, web = small_changes(answer.json()["token"]), machine.running["web"].pid
        return measured(Target("production", machine.port, changes, lambda: cpu_seconds(web), only))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--production", action="store_true")
    parser.add_argument("--only", default="", help="a word of the attacks' names")
    asked = parser.parse_args()
    if asked.production:
        print(table(of_production(asked.only)))
    else:
        print(table(of_samples(asked.only, postgresql=asked.postgres)))


if __name__ == "__main__":
    main()
