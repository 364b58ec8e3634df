"""`make migration`: a new migration gets the next number and compares models with tables."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

from tests.engines import ONE_DATABASE
from weijiayuan.db.migration import FOLDER, built_for

ROOT = Path(__file__).parents[2]


def words_of_make(target, **given):
    """What `make` would say to `flask`, without doing it."""
    settings = [f"{name}={value}" for name, value in given.items()]
    said = subprocess.run(
        ["make", "--dry-run", target, *settings],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    command = [line for line in said.stdout.splitlines() if "/flask " in line][-1]
    return shlex.split(command.split("/flask ", 1)[1])


@ONE_DATABASE
def test_make_migration_writes_the_next_one(app, tmp_path):
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))

    words = words_of_make("migration", m="Keep one thing more")
    ran = app.test_cli_runner().invoke(args=[*words, "--directory", str(folder)])

    assert ran.exit_code == 0, ran.output
    number = f"{int(built_for()) + 1:04}"
    written = (folder / "versions" / f"{number}_keep_one_thing_more.py").read_text("utf-8")
    assert re.search(rf"^revision = ['\"]{number}['\"]$", written, re.MULTILINE)
    assert re.search(rf"^down_revision = ['\"]{built_for()}['\"]$", written, re.MULTILINE)
    assert "op." not in written.split("def upgrade()")[1], "the models are the migrations' twin"
