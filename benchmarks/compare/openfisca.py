"""The engine beside OpenFisca's country template, on like work and under the same server.

    python -m benchmarks.compare.openfisca PYTHON

PYTHON is an interpreter that has openfisca-country-template, openfisca-core[web-api], gunicorn and
granian. Like work is ten outputs: five benefits with verdict and amount here, ten variables there.
Over HTTP both answer for one person, under the same server; here the next question comes with it.
The last lines say what the whole pack with all its reasons does beside those ten outputs.
"""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from benchmarks.load import drive, request
from benchmarks.servers import ROOT, Running, free_port, product
from benchmarks.welfare import ON, ONE
from weijiayuan.district.profile import default_name, folder_of, read_profile
from weijiayuan.rules_engine.compile.compiler import build
from weijiayuan.rules_engine.evaluate.engine import bit_layout
from weijiayuan.rules_engine.evaluate.vector_evaluator import Vector
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.synthetic_population import Synthetic

DISTRICT = read_profile(folder_of(default_name()))
CENSUS = read_census(DISTRICT.folder)

HERE = Path(__file__).parent
FIVE = ("gaoling", "yuer", "ui", "canji_shenghuo", "dibao")
PERIODS = {"2017-01": None}
SITUATION = {
    "persons": {
        "one": {
            "birth": {"ETERNITY": "1986-01-01"},
            "salary": {"2017-01": 4000},
            "basic_income": PERIODS,
            "pension": PERIODS,
            "income_tax": PERIODS,
            "social_security_contribution": PERIODS,
            "age": PERIODS,
        }
    },
    "households": {
        "home": {
            "adults": ["one"],
            "rent": {"2017-01": 800},
            "housing_allowance": PERIODS,
            "parenting_allowance": PERIODS,
            "household_income": PERIODS,
            "total_benefits": PERIODS,
            "total_taxes": PERIODS,
        }
    },
}


def ours_per_second() -> float:
    """Persons a second for five benefits of the pack, with amounts."""
    pack = read_pack(DISTRICT.pack_folder)
    five = replace(pack, policies={name: pack.policies[name] for name in FIVE}, exclusions=())
    drawn = Synthetic(five, census=CENSUS, people=300_000, on=number_of(ON), seed=1)
    vector = Vector(build(five, ON), bit_layout(five), exact=True)
    best = 0.0
    for _ in range(5):
        begin = time.perf_counter()
        for _ in vector.chunks(drawn.population, on=number_of(ON)):
            pass
        best = max(best, drawn.count / (time.perf_counter() - begin))
    return best


SERVERS = {
    "granian": "granian --interface wsgi openfisca_app:app --host 127.0.0.1 --port {port} "
    "--workers 2 --blocking-threads 8 --log-level error --no-ws",
    "gunicorn": "gunicorn openfisca_app:app --bind 127.0.0.1:{port} --workers 2 --threads 8 "
    "--worker-class gthread --log-level error",
}
LIKE = {"policies": list(FIVE), "detail": "verdicts"}
WHOLE: dict[str, object] = {}


class Speed(NamedTuple):
    """Requests a second by the clock, and by processor time, which a busy machine disturbs less."""

    by_clock: float
    by_processor: float


def theirs_over_http(python: str, server: str) -> Speed:
    port = free_port()
    command = [python, "-m", *SERVERS[server].format(port=port).split()]
    with subprocess.Popen(command, cwd=HERE, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/spec", process)
            post = request("POST", "/calculate", body=json.dumps(SITUATION).encode())
            return _speed(Running(server, port, process), post)
        finally:
            process.terminate()


def _speed(running: Running, post: bytes) -> Speed:
    """Return the best of three rounds, by each measure."""
    rounds = [_round(running, post) for _ in range(3)]
    return Speed(*(max(measure) for measure in zip(*rounds, strict=True)))


def _round(running: Running, post: bytes) -> Speed:
    before = running.cpu_seconds()
    done = drive(running.port, [post], connections=8, seconds=3)
    assert set(done.statuses) == {200}
    return Speed(done.per_second, done.statuses[200] / (running.cpu_seconds() - before))


def _wait(address: str, process: subprocess.Popen) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("gunicorn ended before it answered")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("OpenFisca does not answer")


def ours_over_http(server: str) -> Iterator[Speed]:
    """Measure the like work, then the whole pack with reasons."""
    with product(server=server) as running:
        for asked in (LIKE, WHOLE):
            body = json.dumps({"on": ON.isoformat(), "answers": ONE, **asked}).encode()
            yield _speed(running, request("POST", "/api/v1/welfare/assessments", body=body))


def main(python: str) -> None:
    script = [python, str(HERE / "openfisca_population.py")]
    told = subprocess.run(script, cwd=ROOT, check=True, capture_output=True, text=True)
    theirs = json.loads(told.stdout.splitlines()[-1])["persons_per_second"]
    _say("persons/s, ten outputs", ours_per_second(), theirs)
    for server in SERVERS:
        there = theirs_over_http(python, server)
        for what, here in zip(
            ("ten outputs", "the whole pack"), ours_over_http(server), strict=True
        ):
            name = f"one person, {what} ({server})"
            _say(f"requests/s, {name}", here.by_clock, there.by_clock)
            _say(f"requests a processor second, {name}", here.by_processor, there.by_processor)


def _say(what: str, ours: float, theirs: float) -> None:
    print(f"{what}: {ours:,.0f} here, {theirs:,.0f} there: {ours / theirs:.1f} times", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
