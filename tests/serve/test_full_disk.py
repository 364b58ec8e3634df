"""The embedded product on a disk that is full to the last byte: reads go on, writes are 503.

A small file system of its own is filled to its end under the running product; where none can be
mounted the test says that it is skipped.
"""

import subprocess
import time

import psutil
import pytest
import requests

from tests.serve.test_product import Product, generations

MEGABYTES = 160


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    size = ["-o", f"size={MEGABYTES}m"]
    done = subprocess.run(["mount", "-t", "tmpfs", *size, "tmpfs", folder], check=False)
    if done.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def product(small_disk):
    running = Product(small_disk)
    running.start()
    yield running
    running.stop()


def fill(folder):
    """Write until nothing fits any more."""
    with (folder / "filler").open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue


def told(product, who, number):
    body = {"nickname": f"阿明{number}"}
    return requests.put(product.url("/api/v1/me"), json=body, headers=who, timeout=30)


def test_reads_go_on_and_writes_are_503_until_there_is_room_again(product, small_disk):
    who = product.sign_in("阿明")
    fill(small_disk)

    refused = next(
        answer for n in range(2_000) if (answer := told(product, who, n)).status_code != 200
    )
    read = [product.get("/api/v1/me", headers=who).status_code for _ in range(20)]
    assert (refused.status_code, refused.json()["code"]) == (503, "web.storage_full")
    assert read == [200] * 20

    workers = [each for each, _ in generations(psutil.Process(product.process.pid))]
    for process in workers:
        process.kill()
    psutil.wait_procs(workers, timeout=10)
    product.wait_until_ready()
    time.sleep(3)
    again = [each.pid for each, depth in generations(psutil.Process(product.process.pid))]
    time.sleep(6)
    assert again == [each.pid for each, _ in generations(psutil.Process(product.process.pid))]
    statuses = [product.get("/api/v1/tips/categories").status_code for _ in range(20)]
    assert statuses == [200] * 20
    assert product.get("/api/v1/me", headers=who).status_code == 200
    assert told(product, who, "x").status_code == 503

    (small_disk / "filler").unlink()
    deadline = time.monotonic() + 30
    while told(product, who, "y").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.5)
