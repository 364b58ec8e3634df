"""The product as a newcomer starts it: ready, stubborn about what it promised, gone when told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests

from tests.serve.production import free_port

ROOT = Path(__file__).parents[2]
CHILD = {"name": "王小明", "relation": "child"}


class Product:
    """`python -m weijiayuan.serve run` in a folder and on a port of its own."""

    def __init__(self, folder):
        self.port = free_port()
        self.env = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "WEB_PROCESSES": "1",
        }
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "weijiayuan.serve", "run"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.wait_until_ready()

    def wait_until_ready(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if self.get("/readyz").ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError("the product did not get ready")

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path, **more):
        return requests.get(self.url(path), timeout=5, **more)

    def post(self, path, body, **more):
        return requests.post(self.url(path), json=body, timeout=10, **more)

    def sign_in(self, persona):
        code = self.post("/fake-wechat/codes", {"persona": persona}).json()["code"]
        token = self.post("/api/v1/sessions", {"code": code}).json()["token"]
        return {"Authorization": f"Bearer {token}"}

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number=signal.SIGTERM):
        family = self.family()
        self.process.send_signal(number)
        self.process.wait(30)
        _, alive = psutil.wait_procs(family, timeout=20)
        self.process.stdout.close()
        return alive


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    running = Product(tmp_path_factory.mktemp("product"))
    running.start()
    yield running
    if running.process.poll() is None:
        running.stop()


def test_a_taken_port_is_said_in_one_sentence(product, tmp_path):
    env = product.env | {"DATA_DIR": str(tmp_path)}
    second = subprocess.run(
        [sys.executable, "-m", "weijiayuan.serve", "run"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"PORT={product.port + 1}" in second.stderr


def test_what_was_answered_survives_kill_9_of_every_process(product):
    who = product.sign_in("阿明")
    made = product.post("/api/v1/me/family", CHILD, headers=who | {"Idempotency-Key": "k1"})
    family = product.family()
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)
    product.wait_until_ready()

    kept = product.get("/api/v1/me/family", headers=who).json()["items"]
    again = product.post("/api/v1/me/family", CHILD, headers=who | {"Idempotency-Key": "k1"})

    assert made.status_code == 201
    assert [member["id"] for member in kept] == [made.json()["id"]]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == made.json()


def test_a_second_start_keeps_the_data_and_leaves_nobody_behind(product):
    who = product.sign_in("阿红")
    product.post("/api/v1/me/family", CHILD, headers=who | {"Idempotency-Key": "k2"})

    assert product.stop() == []
    assert product.process.returncode == 0
    product.start()

    assert len(product.get("/api/v1/me/family", headers=who).json()["items"]) == 1


def generations(process, depth=0):
    """Every process below, with how deep it stands."""
    for child in process.children():
        yield child, depth + 1
        yield from generations(child, depth + 1)


def test_a_killed_server_leaves_no_worker_of_its_own_on_the_port(product):
    """Supervisor, the server's master, its workers: three generations, the middle one killed."""
    found = list(generations(psutil.Process(product.process.pid)))
    workers = [process for process, depth in found if depth == 2]
    masters = {worker.parent() for worker in workers}
    assert workers, found
    for master in masters:
        master.kill()

    _, alive = psutil.wait_procs(workers, timeout=10)
    product.wait_until_ready()

    assert alive == []


def test_many_quick_deaths_of_workers_do_not_end_the_product(product):
    for _ in range(6):
        for process, depth in list(generations(psutil.Process(product.process.pid))):
            if depth == 2:
                process.kill()
        time.sleep(0.3)
    product.wait_until_ready()
    assert product.process.poll() is None


def test_the_metrics_of_one_process_are_those_of_all(product):
    for _ in range(20):
        product.get("/api/v1/tips/categories")

    def counted():
        lines = product.get("/metrics").text.splitlines()
        names = [line for line in lines if 'route="/api/v1/tips/categories"' in line]
        return sum(float(each.rpartition(" ")[2]) for each in names if "_total" in each)

    assert min(counted() for _ in range(8)) >= 20


def test_how_the_installation_is_stands_once_in_the_metrics_whoever_died_since(product):
    for _ in range(8):
        product.get("/metrics")
    for process, depth in list(generations(psutil.Process(product.process.pid))):
        if depth == 2:
            process.kill()
    product.wait_until_ready()

    lines = product.get("/metrics").text.splitlines()

    families = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(families) == len(set(families))
    assert [line for line in lines if "pid=" in line] == []
    assert "weijiayuan_database_up 1.0" in lines


def test_a_restore_is_refused_while_an_orphan_holds_the_data(product):
    folder = product.env["DATA_DIR"]
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "backup", "make", f"{folder}/c.tar"]
    subprocess.run(command, cwd=ROOT, env=product.env, check=True, capture_output=True, timeout=60)
    command[6:] = ["restore", f"{folder}/c.tar", "--yes"]
    done = subprocess.run(
        command, cwd=ROOT, env=product.env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "running" in done.stderr


def test_a_killed_supervisor_takes_its_children_and_theirs_along(product):
    assert product.stop(signal.SIGKILL) == []
