"""The load: a process of its own that sends prepared requests and reads the answers.

*Closed*: every connection asks again as soon as it was answered; tells how many answers a second
are possible. *Open*: requests leave at fixed moments whether or not the last one was answered;
tells how long people wait, late answers included, since a request that could not leave in time
counts from the moment it should have left.
"""

import multiprocessing
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

READ = 1 << 16
processes = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Result:
    """What came of a load. Seconds are sorted waits."""

    took: float
    statuses: Counter[int]
    seconds: list[float]

    @property
    def per_second(self) -> float:
        return sum(self.statuses.values()) / self.took

    def wait(self, share: float) -> float:
        """The wait in milliseconds that this share of requests did not exceed."""
        if not self.seconds:
            return float("nan")
        return 1000 * self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def request(method: str, path: str, *, body: bytes = b"", **headers: str) -> bytes:
    """One HTTP/1.1 request as bytes. Header names are written with underscores."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bench"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(
    port: int,
    requests: Sequence[bytes],
    *,
    connections: int = 16,
    seconds: float = 3.0,
    rate: float | None = None,
    once: bool = False,
) -> Result:
    """Send the requests in turn for some seconds (or each just once) from another process."""
    answers = processes.Queue()
    work = processes.Process(
        target=_work, args=(answers, port, list(requests), (connections, seconds, rate, once))
    )
    work.start()
    took, statuses, waits = answers.get(timeout=seconds + 120)
    work.join()
    return Result(took, Counter(statuses), waits)


@contextmanager
def meanwhile(port: int, requests: Sequence[bytes], *, rate: float) -> Iterator[None]:
    """Send the requests at a rate, from another process, as long as the block runs."""
    shape = (4, 3600.0, rate, False)
    work = processes.Process(target=_work, args=(processes.Queue(), port, list(requests), shape))
    work.start()
    try:
        yield
    finally:
        work.terminate()
        work.join()


@dataclass
class Line:
    """One connection and the answer it is reading."""

    port: int
    sent_at: float = 0.0
    buffer: bytes = b""
    wire: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.connect()

    def connect(self) -> None:
        self.wire = socket.create_connection(("127.0.0.1", self.port))
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self) -> int | None:
        """The status once the whole answer is here; None before; 0 when the line broke."""
        try:
            piece = self.wire.recv(READ)
        except OSError:
            return 0
        if not piece:
            return 0
        self.buffer += piece
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        status = int(head[9:12])
        lowered = head.lower()
        at = lowered.find(b"content-length:")
        if at < 0:
            whole = status in {204, 304} or body.endswith(b"0\r\n\r\n")
        else:
            end = lowered.find(b"\r\n", at)
            whole = len(body) >= int(head[at + 15 : end if end > 0 else None])
        if not whole:
            return None
        self.buffer = b""
        return status


def _work(answers, port, requests, shape) -> None:
    connections, seconds, rate, once = shape
    lines = [Line(port) for _ in range(connections)]
    watch = selectors.DefaultSelector()
    for line in lines:
        watch.register(line.wire, selectors.EVENT_READ, line)
    idle, statuses, waits = list(lines), Counter(), []
    total = len(requests) if once else None
    begin = time.perf_counter()
    sent = done = 0
    while True:
        now = time.perf_counter()
        over = now - begin > seconds if total is None else sent >= total
        if over and len(idle) == len(lines):
            break
        while idle and not over:
            due = begin + sent / rate if rate else now
            if due > now:
                break
            line = idle.pop()
            line.sent_at = due
            line.wire.sendall(requests[sent % len(requests)])
            sent += 1
            over = total is not None and sent >= total
        pause = 0.001 if rate else 1.0
        for key, _ in watch.select(pause):
            line = key.data
            status = line.read()
            if status is None:
                continue
            waits.append(time.perf_counter() - line.sent_at)
            statuses[status] += 1
            done += 1
            if status == 0:
                watch.unregister(line.wire)
                line.connect()
                watch.register(line.wire, selectors.EVENT_READ, line)
            idle.append(line)
    took = time.perf_counter() - begin
    answers.put((took, dict(statuses), sorted(waits)))
