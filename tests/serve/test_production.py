"""Production without samples: every role's way to the telephone, and two machines as one.

Nothing is reached into: the first administrator is appointed by command, everybody else by the
administrator over HTTP, each from an address of their own. The only liberty is that a one-time code
may be used twice, since nobody waits here for the next half minute.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import requests

from tests.conftest import engine_named, worker
from tests.factories.places import GUANGMING_SQUARE
from tests.files.pictures import as_bytes, scene
from tests.serve.production import Person, appointed, opened_by_first_administrator, strings
from weijiayuan.accounts.role_definitions import ROLES
from weijiayuan.accounts.rules import Role

ROOT = Path(__file__).parents[2]
NOTHING = "01900000-0000-7000-8000-00000000dead"
DOORS = {
    Role.ORGANISER: "/markets/desk",
    Role.VENUE_KEEPER: "/venues/keeper/venues",
    Role.GRID_WORKER: "/events/my-grids",
    Role.SECRETARY: "/events/overview",
    Role.DISPATCHER: "/events/overview",
    Role.DEPARTMENT: "/events",
    Role.SUPERVISOR: "/governance/overview",
    Role.POLICY_OFFICER: "/welfare/simulations",
    Role.REGISTRAR: "/approvals/queue",
    Role.REGISTRAR_HEAD: "/approvals/revocations",
    Role.AUDITOR: "/governance/trail",
    Role.ADMIN: "/devices",
    Role.DUTY_WORKER: "/duty/shifts",
    Role.MEDIATOR: "/mediations/reviews",
    Role.ADVISER: "/appeals/desk",
    Role.ROOM_KEEPER: "/court_rooms",
    Role.COMMITTEE: "/commons/text-reviews",
    Role.PROPERTY: "/staff/me",  # what it does it does at matters that name it
    Role.STREET_FILING: f"POST /commons/covenants/{NOTHING}/file",
    Role.JUDGE: "/confirmations/docket",
}
"""For each role a door that is shut to everybody who has none of its duties."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Two machines of production."""
    folder, engine = tmp_path_factory.mktemp("installed"), engine_named("postgresql")
    name = f"installed_{worker}"
    with opened_by_first_administrator(folder, engine, name, machines=2) as made:
        yield made


def opens(person, role, token):
    """Whether the role's door opens; what stands behind it may be nothing yet."""
    method, _, path = DOORS[role].rpartition(" ")
    status = person.ask(method or "GET", path, token).status_code
    assert status in {200, 403, 404, 422}, status
    return status != 403


def test_no_sample_person_and_no_fake_wechat_is_in_production(installed):
    stranger, base = Person(installed), installed.machines[0].base
    assert stranger.ask("GET", "/staff/samples").status_code == 404
    assert requests.get(f"{base}/fake-wechat/templates", timeout=10).status_code == 404
    assert installed.sql("SELECT count(*) FROM staff_accounts WHERE is_sample")[0][0] == 0


@pytest.mark.parametrize("role", list(Role))
def test_a_role_comes_to_the_desk_and_as_far_as_it_may_to_the_telephone(installed, role):
    person = appointed(installed, role)
    assert opens(person, role, person.desk)

    person.link_and_go_on_duty()

    duties = [each["role"] for each in person.ask("GET", "/me", person.phone).json()["duties"]]
    assert duties == ([] if ROLES[role].desk_only else [role.value])
    assert opens(person, role, person.phone) is not ROLES[role].desk_only
    neighbour = Person(installed)
    neighbour.take_up_telephone()
    assert not opens(neighbour, role, neighbour.phone)


def test_a_photo_sent_to_one_machine_is_handled_at_the_other(installed):
    """A resident's telephone on the first machine, a grid worker's and the desk on the second."""
    one, other = installed.machines
    sender = Person(installed, one)
    sender.take_up_telephone()
    photo = {"file": ("a.jpg", as_bytes(scene(800, 600)), "image/jpeg")}
    kept = sender.ask("POST", "/files", sender.phone, files=photo, kind="photo")
    assert kept.status_code == 201, kept.text
    file = f"/files/{kept.json()['id']}"
    said = {"category": "06010", "text": "小区门口有一堆垃圾没人清", "place": GUANGMING_SQUARE}
    sent = sender.ask("POST", "/tips", sender.phone, **said, photos=[kept.json()["id"]])
    assert sent.status_code == 201, sent.text
    number = sent.json()["number"]

    keeper = appointed(installed, Role.GRID_WORKER)
    keeper.link_and_go_on_duty()
    keeper.machine = sender.machine = other
    listed = keeper.ask("GET", "/events", keeper.phone).json()["items"]
    matter = next(each["id"] for each in listed if each["number"] == number)
    assert [sender.ask("GET", file, sender.phone).status_code for _ in range(12)] == [200] * 12
    seen = keeper.ask("GET", f"/events/{matter}", keeper.phone).json()
    shown = next(text for text in strings(seen) if kept.json()["id"] in text and "?" in text)
    path = shown.partition("/api/v1")[2]
    assert keeper.ask("GET", path, keeper.phone).headers["Content-Type"] == "image/jpeg"
    done = {"no_photo": "by_talk", "position": GUANGMING_SQUARE, "words": "已清走"}
    handled = keeper.ask("POST", f"/events/{matter}/handle", keeper.phone, **done)
    assert handled.status_code == 200, handled.text

    sender.machine = one
    assert "handled" in list(strings(sender.ask("GET", f"/tips/{number}", sender.phone).json()))


def test_photos_of_who_leaves_are_gone_from_the_storage_whichever_machine_is_asked(installed):
    one, other = installed.machines
    person = Person(installed, one)
    person.take_up_telephone()
    photo = {"file": ("a.jpg", as_bytes(scene(800, 600)), "image/jpeg")}
    kept = person.ask("POST", "/files", person.phone, files=photo, kind="photo")
    file = f"/files/{kept.json()['id']}?{kept.json()['address'].partition('?')[2]}"
    assert person.ask("GET", file).status_code == 200
    before = objects(installed)

    person.machine = other
    assert person.ask("POST", "/me/close", person.phone).status_code in {200, 204}

    deadline = time.monotonic() + 60
    while len(before - objects(installed)) < 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(before - objects(installed)) == 2  # the photo and its small rendition
    assert {person.ask("GET", file).status_code, other_status(person, one, file)} == {404}


def other_status(person, machine, path):
    person.machine = machine
    return person.ask("GET", path).status_code


def objects(installed):
    """The names of everything that the storage keeps."""
    import boto3  # noqa: PLC0415  # only where moto is installed

    endpoint = installed.shared["STORAGE_URL"].partition("endpoint=")[2].partition("&")[0]
    given = {"endpoint_url": endpoint, "region_name": "us-east-1"}
    client = boto3.client("s3", aws_access_key_id="k", aws_secret_access_key="s", **given)
    return {each["Key"] for each in client.list_objects_v2(Bucket="photos").get("Contents", [])}


def wait_until_it_runs(ground):
    """Until the first machine has said in the database that it is there."""
    plain = ground.database_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        deadline = time.monotonic() + 60
        while not connection.execute("SELECT count(*) FROM running_processes").fetchone()[0]:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_two_machines_with_folders_of_their_own_do_not_start(ground, tmp_path):
    """As an operator starts them: the second one ends with one sentence."""
    if ground.uses_sqlite:
        pytest.skip("several machines need PostgreSQL")
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": ground.database_url,
        "SECRET_KEY": "only for tests, but long enough",
        "DATA_KEYS": ground.data_keys,
        "INDEX_KEY": "only for tests, but long enough",
        "FAKE_WECHAT": "1",
    }
    command = [sys.executable, "-m", "weijiayuan.serve", "worker"]
    first = subprocess.Popen(
        command, cwd=ROOT, env=env | {"DATA_DIR": str(tmp_path / "one")}, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_it_runs(ground)
        second = subprocess.run(
            command,
            cwd=ROOT,
            env=env | {"DATA_DIR": str(tmp_path / "two")},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        first.terminate()
        first.wait(20)
    shutil.rmtree(tmp_path / "one", ignore_errors=True)
    assert second.returncode != 0
    assert "Set STORAGE_URL on all machines" in second.stderr
