"""Who runs beside whom: the same photos, the same keys, and nothing while a copy is put back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.accounts import make_resident, make_staff
from weijiayuan import startup_checks
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, insert_new, transaction
from weijiayuan.db.database_clock import read_database_clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.running_processes import heartbeat
from weijiayuan.running_processes.models import RunningProcess
from weijiayuan.settings import BadSettings


@pytest.fixture
def settings(app, tmp_path):
    return replace(app.extensions["weijiayuan.settings"], data_dir=tmp_path)


def told(settings, **given):
    row = heartbeat.presence_of(settings, role="web").__dict__ | {"host": "machine-two"} | given
    age = row.pop("age", timedelta(0))
    with transaction():
        seen_at = read_database_clock() - age
        insert_new(RunningProcess, [row | {"id": new_id(), "seen_at": seen_at}])


def test_a_second_machine_with_photos_of_its_own_is_refused(app, database, settings, tmp_path):
    told(replace(settings, data_dir=tmp_path / "elsewhere"))
    with pytest.raises(BadSettings) as refusal:
        startup_checks.check_start(app, settings, role="web")
    assert "machine-two keeps photos in another place" in str(refusal.value)


def test_machines_that_share_the_folder_or_a_storage_service_go_together(app, database, settings):
    told(settings)
    startup_checks.check_start(app, settings, role="web")
    with transaction():
        db.session.query(RunningProcess).delete()
    service = replace(settings, storage_url="s3://bucket")
    told(replace(service, data_dir=settings.data_dir / "elsewhere"))
    startup_checks.check_start(app, service, role="web")


def test_a_machine_that_is_gone_keeps_nobody_out(app, database, settings, tmp_path):
    told(replace(settings, data_dir=tmp_path / "elsewhere"), age=heartbeat.GONE_AFTER)
    startup_checks.check_start(app, settings, role="web")


def test_sample_staff_beside_the_real_wechat_are_refused(app, database, settings):
    make_staff(Role.ADMIN, is_sample=True)
    startup_checks.check_start(app, settings, role="web")
    with pytest.raises(BadSettings, match="sample staff"):
        startup_checks.check_start(app, replace(settings, fake_wechat=False), role="web")


def test_a_mark_of_a_key_tells_equal_keys_and_no_key(settings):
    marks = heartbeat.key_marks(settings)
    other = heartbeat.key_marks(replace(settings, secret_key="another"))
    assert marks["t1"] == other["t1"]
    assert marks["SECRET_KEY"] != other["SECRET_KEY"]
    assert settings.secret_key not in json.dumps(marks)


def test_the_lock_is_seen_as_long_as_somebody_holds_it(tmp_path):
    assert not heartbeat.is_anything_running(tmp_path)
    with heartbeat.hold_lock(tmp_path), heartbeat.hold_lock(tmp_path):
        assert heartbeat.is_anything_running(tmp_path)
    assert not heartbeat.is_anything_running(tmp_path)


def test_a_key_is_turned_only_when_every_process_holds_it(app, database, settings):
    told(app.extensions["weijiayuan.settings"])
    runner = app.test_cli_runner()
    assert "hold all keys" in runner.invoke(args=["machines", "keys"]).output
    assert "1 processes" in runner.invoke(args=["machines", "list"]).output
    told(replace(app.extensions["weijiayuan.settings"], secret_key="another one"), pid=1)

    lacking = runner.invoke(args=["machines", "keys"])

    assert lacking.exit_code == 1
    assert "does not hold: SECRET_KEY" in lacking.output


K2 = "k2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="


def test_nothing_is_sealed_anew_while_a_process_could_not_open_it(opened, ground):
    first = opened(ground)
    with first.app_context():
        told(first.extensions["weijiayuan.settings"], pid=1)
        resident = make_resident(phone="13812345678").id
    ahead = opened(replace(ground, data_keys=f"{K2},{ground.data_keys}"))

    refused = ahead.test_cli_runner().invoke(args=["data", "reseal"])

    assert refused.exit_code == 1
    assert "does not hold: k2" in refused.output
    with first.app_context():
        assert db.session.get(Resident, resident).phone == "13812345678"


def test_a_process_that_would_seal_what_others_cannot_open_does_not_start(app, database, settings):
    told(settings)
    ahead = replace(settings, data_keys=f"{K2},{settings.data_keys}")
    behind = replace(settings, data_keys=f"{settings.data_keys},{K2}")
    startup_checks.check_start(app, behind, role="web")
    with pytest.raises(BadSettings, match="does not hold the key k2"):
        startup_checks.check_start(app, ahead, role="web")


def test_sample_staff_are_shut_for_good_by_a_command(app, database, settings):
    make_staff(Role.ADMIN, is_sample=True)
    assert (
        "1 sample staff are shut"
        in app.test_cli_runner().invoke(args=["sample", "remove-staff"]).output
    )
    startup_checks.check_start(app, replace(settings, fake_wechat=False), role="web")
