"""A copy that was made can be put back, and one that was changed cannot."""

import json
import tarfile
from dataclasses import replace
from pathlib import Path

import psycopg
import pyrage
import pytest
from sqlalchemy import text

from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_resident
from weijiayuan.db import db
from weijiayuan.kernel import maintenance_timestamps
from weijiayuan.kernel.ids import new_id
from weijiayuan.running_processes import heartbeat


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


@ONE_DATABASE
@pytest.mark.parametrize("phrase", ["a", "fifteen letters", "aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_phrase_that_is_soon_guessed_closes_no_copy(app, tmp_path, phrase):
    (tmp_path / "phrase").write_text(phrase)
    refused = run(app, "make", "--for", tmp_path / "phrase", tmp_path / "copy")
    assert (refused.exit_code, (tmp_path / "copy").exists()) == (1, False)
    assert "a passphrase needs 16 characters" in refused.output


@ONE_DATABASE
def test_a_copy_that_is_there_is_not_overwritten(app, tmp_path):
    (tmp_path / "copy").write_bytes(b"of yesterday")
    refused = run(app, "make", tmp_path / "copy")
    assert (refused.exit_code, (tmp_path / "copy").read_bytes()) == (1, b"of yesterday")


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


@ONE_DATABASE
@pytest.mark.parametrize("content", [b"", b"not a tar file"])
def test_what_is_no_copy_is_refused(app, tmp_path, content):
    (tmp_path / "junk").write_bytes(content)
    refused = run(app, "restore", "--yes", tmp_path / "junk")
    assert refused.exit_code == 1
    assert "not a copy of ours" in refused.output


def restored(app, *arguments):
    done = run(app, "restore", "--yes", *arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_restore_says_that_counts_seals_and_keys_fit(app, tmp_path):
    with app.app_context():
        make_resident(nickname="sealed", phone="13800000001")
    phrase = tmp_path / "phrase"
    phrase.write_text("four words of a phrase")
    run(app, "make", "--for", phrase, tmp_path / "copy")
    add(app, "after")

    said = restored(app, "--with", phrase, tmp_path / "copy")

    assert "restored" in said
    assert "seals and keys fit" in said or "keys of the copy are in place" in said


def test_what_was_there_before_is_kept(app, ground, tmp_path):
    add(app, "in the copy")
    run(app, "make", tmp_path / "copy")
    add(app, "only before")
    restored(app, tmp_path / "copy")

    if ground.uses_sqlite:
        path = Path(ground.database_url.removeprefix("sqlite:///"))
        assert path.with_name(f"{path.name}.before-restore").exists()
        return
    with app.app_context():
        asked = text("SELECT nickname FROM before_restore.residents")
        assert "only before" in db.session.execute(asked).scalars().all()
        db.session.remove()
        db.engine.dispose()


def test_tables_that_are_newer_than_the_copy_do_not_stay(app, ground, tmp_path):
    run(app, "make", tmp_path / "copy")
    with app.app_context():
        db.session.execute(text("CREATE TABLE newer (id INTEGER)"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    restored(app, tmp_path / "copy")
    with app.app_context():
        assert "newer" not in db.inspect(db.engine).get_table_names()
        db.engine.dispose()


def test_a_copy_for_a_reader_opens_with_their_key_and_no_other(app, tmp_path):
    reader, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    made = run(app, "make", "--for", str(reader.to_public()), tmp_path / "copy")
    (tmp_path / "key").write_text(f"# a key\n{reader}\n")
    (tmp_path / "other").write_text(f"{stranger}\n")

    assert "encrypted, keys inside" in made.output
    assert b"nickname" not in (tmp_path / "copy").read_bytes()
    assert run(app, "check", tmp_path / "copy").exit_code == 1
    assert run(app, "check", "--with", tmp_path / "other", tmp_path / "copy").exit_code == 1
    assert "sound" in run(app, "check", "--with", tmp_path / "key", tmp_path / "copy").output


def test_keys_of_production_are_not_laid_open_in_a_copy(app, ground, tmp_path):
    made = run(app, "make", tmp_path / "copy")
    with tarfile.open(tmp_path / "copy") as archive:
        assert ("keys.json" in archive.getnames()) is ground.uses_sqlite
    assert ("WITHOUT keys" in made.output) is not ground.uses_sqlite


def repacked(copy, target, **said):
    """The same copy, saying something else of itself."""
    with tarfile.open(copy) as archive:
        archive.extractall(target.with_suffix(".open"), filter="data")
    note = target.with_suffix(".open") / "manifest.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | said))
    with tarfile.open(target, "w:gz") as archive:
        archive.add(target.with_suffix(".open"), arcname=".")
    return target


def test_a_copy_of_a_newer_version_is_refused(app, tmp_path):
    run(app, "make", tmp_path / "copy")
    newer = repacked(tmp_path / "copy", tmp_path / "newer", schema="9999")
    done = run(app, "restore", "--yes", newer)
    assert done.exit_code == 1
    assert "newer version" in done.output


def test_a_copy_of_an_older_version_is_brought_up(app, ground, tmp_path):
    with app.app_context():
        from flask_migrate import downgrade  # noqa: PLC0415  # Alembic, only here

        add(app, "of old times")
        downgrade(revision="-1")
        old = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        db.session.remove()
        db.engine.dispose()
    run(app, "make", tmp_path / "copy")
    said = restored(app, tmp_path / "copy")
    assert f"brought from schema {old} up to" in said
    assert nicknames(app) == ["of old times"]


def test_a_copy_of_the_other_engine_is_refused(app, ground, opened, tmp_path):
    run(app, "make", tmp_path / "copy")
    lite = f"sqlite:///{tmp_path / 'other.db'}"
    server = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    other = replace(ground, database_url=server if ground.uses_sqlite else lite)
    done = run(opened(other), "restore", "--yes", tmp_path / "copy")
    assert done.exit_code == 1
    assert "this installation runs on" in done.output


def test_a_copy_sealed_with_other_keys_is_refused(app, ground, opened, tmp_path):
    if ground.uses_sqlite:
        (ground.data_dir / "keys.json").unlink()  # keys that come from the environment
    run(app, "make", tmp_path / "copy")
    key = "t1:" + "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
    done = run(opened(replace(ground, data_keys=key)), "restore", "--yes", tmp_path / "copy")
    assert done.exit_code == 1
    assert "other keys than are set: t1" in done.output


def test_a_restore_is_refused_while_anybody_is_connected(app, ground, tmp_path):
    run(app, "make", tmp_path / "copy")
    if ground.uses_sqlite:
        with heartbeat.hold_lock(ground.data_dir):
            done = run(app, "restore", "--yes", tmp_path / "copy")
    else:
        url = ground.database_url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(url):
            done = run(app, "restore", "--yes", tmp_path / "copy")
    assert done.exit_code == 1
    assert "stop" in done.output


@ONE_DATABASE
@pytest.mark.parametrize(("verb", "option"), [("make", "--for"), ("restore", "--with")])
def test_a_secret_in_the_command_is_refused_before_anything_is_done(app, tmp_path, verb, option):
    (tmp_path / "there").write_bytes(b"")
    target = tmp_path / ("copy" if verb == "make" else "there")

    refused = run(app, verb, option, "four words of a phrase", target)

    assert (refused.exit_code, (tmp_path / "copy").exists()) == (2, False)
    assert "read by everybody" in refused.output


def test_a_folder_keeps_the_newest_copies_and_says_when_the_last_was_made(app, ground, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    for day in ("20250101T000000Z", "20250102T000000Z"):
        (folder / f"weijiayuan-{day}.backup").write_bytes(b"old")

    done = run(app, "make", "--into", folder, "--keep", "2")

    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "weijiayuan-20250102T000000Z.backup"
    assert len(names) == 2
    assert set(maintenance_timestamps.moments(ground.data_dir)) == {"backup"}


def test_a_process_of_this_machine_that_is_gone_keeps_nobody_waiting(app, tmp_path):
    run(app, "make", tmp_path / "copy")
    with app.app_context():
        told = heartbeat.presence_of(app.extensions["weijiayuan.settings"], role="web")
        gone = replace(told, pid=2**22 + 1)  # above what Linux gives out
        heartbeat._note(app, gone, new_id())
        db.session.remove()
        db.engine.dispose()

    done = run(app, "restore", "--yes", tmp_path / "copy")

    assert done.exit_code == 0, done.output
