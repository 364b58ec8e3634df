"""`python -m benchmarks.attack [--postgres]`: what strangers without an account can do to others.

While they do it, somebody makes small changes at a steady rate; told is how long those take,
against the same changes at rest. Everything stays on this machine and ends by itself.
"""

import argparse
import json
import socket
import threading
import time
from contextlib import ExitStack, contextmanager

from benchmarks.__main__ import postgres
from benchmarks.load import drive, request
from benchmarks.measure import Row, say, table
from benchmarks.people import token
from benchmarks.servers import Running, product

SECONDS = 8.0
RATE = 20.0
REACH = 3.0
CROWD = 40


def small_changes(who: str) -> list[bytes]:
    body = json.dumps({"nickname": "阿明"}).encode()
    return [request("PUT", "/api/v1/me", body=body, Authorization=f"Bearer {who}")]


def p95(server: Running, changes: list[bytes]) -> float:
    result = drive(server.port, changes, connections=4, seconds=SECONDS, rate=RATE)
    wrong = {status: n for status, n in result.statuses.items() if status != 200}
    if wrong:
        say(f"small changes were answered {wrong}")
    return result.wait(0.95)


@contextmanager
def asking(server: Running, requests: list[bytes], told: list[str]):
    """Forty connections that ask again as soon as they are answered."""
    results = []

    def attack():
        results.append(drive(server.port, requests, connections=CROWD, seconds=SECONDS + 2))

    thread = threading.Thread(target=attack)
    thread.start()
    time.sleep(1)
    yield
    thread.join()
    told.append(f"{results[0].per_second:.0f}/s answered {dict(results[0].statuses)}")


@contextmanager
def slow_bodies(server: Running, crowd: int, told: list[str]):
    """Connections whose bodies never end: a letter now and then."""
    head = b"POST /api/v1/staff/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    stop = threading.Event()
    sockets = []
    for _ in range(crowd):
        each = socket.create_connection(("127.0.0.1", server.port), source_address=("127.0.0.2", 0))
        each.settimeout(1)
        each.sendall(head + b"Content-Length: 1000\r\n\r\n{")
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


def attacks(server: Running):
    login = json.dumps({"username": "admin", "password": "wrong", "otp": "000000"}).encode()
    receipt = json.dumps({"receipt": "1234 5678 9012 3456"}).encode()
    logins = [
        request("POST", "/api/v1/staff/sessions", body=login, Authorization=f"Bearer junk-{n}")
        for n in range(500)
    ]
    receipts = [request("POST", "/api/v1/tips/receipts", body=receipt)]
    yield "40 connections with wrong desk logins", lambda told: asking(server, logins, told)
    yield "40 connections that try receipts", lambda told: asking(server, receipts, told)
    yield "8 slow bodies", lambda told: slow_bodies(server, 8, told)
    yield "60 slow bodies", lambda told: slow_bodies(server, 60, told)


def measured(server: Running, name: str) -> list[Row]:
    changes = small_changes(token(server, "neighbour"))
    p95(server, changes)
    idle = p95(server, changes)
    rows = [Row(f"{name}: a small change at rest, p95", f"{idle:.1f} ms")]
    for what, attack in attacks(server):
        say(f"{name}: {what}")
        told: list[str] = []
        with attack(told):
            took = p95(server, changes)
        figure = f"{took:.1f} ms, {took / idle:.1f} times; {told[0]}"
        rows.append(
            Row(f"{name}: the same beside {what}", figure, "≤ 3 times", took <= REACH * idle)
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    rows = []
    for limits in ("on", "off"):
        with ExitStack() as stack:
            url = stack.enter_context(postgres()) if asked.postgres else None
            server = stack.enter_context(product(database_url=url, limits=limits))
            rows += measured(server, f"limits {limits}")
    print(table(rows))


if __name__ == "__main__":
    main()
