"""A wheel, as it would be installed on a machine that has no checkout."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
LOOK = """
import sys
from weijiayuan.__main__ import main
for words in (["data", "migrate"], ["district", "load"], ["walk"]):
    sys.argv = ["weijiayuan", *words]
    try:
        main()
    except SystemExit as end:
        print(*words, end.code)
from weijiayuan.wsgi import app
with app.test_client() as client:
    for path in ("/", "/console/", "/docs", "/api/v1/welfare/policies?limit=1"):
        print(path, client.get(path).status_code)
"""
SEEN = """\
data migrate 0
district load 0
walk 2
/ 200
/console/ 200
/docs 200
/api/v1/welfare/policies?limit=1 200
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel's content in a folder of its own, built from what git knows."""
    source, built, place = (tmp_path_factory.mktemp(name) for name in ("source", "built", "site"))
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT).decode().split("\0")
    for name in filter(lambda name: name and not name.startswith(("tests/", "docs/")), files):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(built)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    ZipFile(next(built.glob("weijiayuan-*.whl"))).extractall(place)
    return place


def test_an_installed_wheel_prepares_its_database_and_serves_every_page(installed, tmp_path):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "DATA_DIR": "data"}
    looked = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env=env,
        text=True,
        capture_output=True,
        check=False,
    )

    said = [line for line in looked.stdout.splitlines(keepends=True) if line in SEEN]
    assert "".join(said) == SEEN, looked.stdout + looked.stderr
    assert "No such command 'walk'" in looked.stderr
