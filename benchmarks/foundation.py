"""The floors: what a request costs before a domain does anything."""

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.load import meanwhile, request
from benchmarks.measure import Row, against_bare, say
from benchmarks.people import token
from benchmarks.servers import ROOT, Running

numbers = itertools.count()


def measures(product: Running, bare: Running) -> Iterator[Row]:
    who = f"Bearer {token(product, 'bench')}"
    yield from start(product)
    yield against_bare("GET /healthz", product, bare, [request("GET", "/healthz")])
    me = [request("GET", "/api/v1/me", Authorization=who)]
    yield against_bare("GET /me (session looked up)", product, bare, me)
    change = [request("PUT", "/api/v1/me", body=b'{"nickname":"bench"}', Authorization=who)]
    yield against_bare("PUT /me (a small change, committed)", product, bare, change)
    venues = [request("GET", "/api/v1/venues")]
    yield against_bare("GET /venues, nobody writes", product, bare, venues, reach=0.5)
    with meanwhile(product.port, change, rate=50):
        what = "GET /venues while somebody commits 50 times a second"
        yield against_bare(what, product, bare, venues, reach=0.5)

    def consents() -> list[bytes]:
        body = json.dumps({"document": "privacy", "version": "2026-11"}).encode()
        return [
            request(
                "POST",
                "/api/v1/me/consents",
                body=body,
                Authorization=who,
                Idempotency_Key=f"bench-{next(numbers)}",
            )
            for _ in range(20_000)
        ]

    yield against_bare(
        "POST under an idempotency key", product, bare, consents, expect=frozenset({201})
    )


def start(product: Running) -> Iterator[Row]:
    """How long a web process takes to be there, and how large it is."""
    say("start of a web process")
    code = (
        "import os; from weijiayuan.app import create_app; "
        "from weijiayuan.settings import Settings; create_app(Settings.from_env(os.environ))"
    )
    assert product.settings is not None
    env = {"DATA_DIR": str(product.settings.data_dir), "PATH": ""}
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    took = time.perf_counter() - begin
    yield Row("start of a web process", f"{took:.2f} s", "≤ 1.5 s", took <= 1.5)
    size = product.resident_megabytes("weijiayuan.wsgi:served")
    yield Row("a web process", f"{size:.0f} MB resident", "≤ 120 MB", size <= 120)
    size = product.resident_megabytes("serve\0worker")
    yield Row("the worker", f"{size:.0f} MB resident")
