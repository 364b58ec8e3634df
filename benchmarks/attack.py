"""`python -m benchmarks.attack [--postgres | --production]`: what strangers can do to others.

While they do it, somebody makes small changes at a steady rate; told is how long those take,
against the same changes at rest just before and just after. Everything stays on this machine and
ends by itself. `--production` is PostgreSQL, Redis and S3 without samples, behind a proxy, where
the strangers come from one address and then from forty.
"""

import argparse
import json
import os
import socket
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

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


def measured(port: int, changes: list[bytes], name: str) -> list[Row]:
    p95(port, changes)
    rows = []
    before = p95(port, changes)
    for what, attack in attacks(port):
        say(f"{name}: {what}")
        told: list[str] = []
        with attack(told):
            took = p95(port, changes)
        after = p95(port, changes)
        idle, load = (before + after) / 2, os.getloadavg()[0]
        figure = f"{took:.1f} ms, {took / idle:.1f} × {idle:.1f} ms; {told[0]}; load {load:.1f}"
        rows.append(Row(f"{name}: beside {what}", figure, "≤ 3 times", took <= REACH * idle))
        before = after
    return rows


def of_samples(*, postgresql: bool) -> list[Row]:
    """The product as `make run` starts it, with limits and without."""
    rows = []
    for limits in ("on", "off"):
        with ExitStack() as stack:
            url = stack.enter_context(postgres()) if postgresql else None
            server = stack.enter_context(product(database_url=url, limits=limits))
            changes = small_changes(token(server, "neighbour"))
            rows += measured(server.port, changes, f"limits {limits}")
    return rows


def of_production() -> list[Row]:
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
        return measured(machine.port, small_changes(answer.json()["token"]), "production")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--production", action="store_true")
    asked = parser.parse_args()
    print(table(of_production() if asked.production else of_samples(postgresql=asked.postgres)))


if __name__ == "__main__":
    main()
