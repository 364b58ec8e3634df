import gc
import warnings
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select, text

from tests.factories.accounts import make_resident
from tests.factories.files import make_photo
from tests.files import pictures
from tests.files.pictures import SECRET, as_bytes, scene
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.files import photo_sanitizing, service, signed_links, upload_processing
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import EVERYONE, duty
from weijiayuan.gateways.setup import storage
from weijiayuan.gateways.storage import StorageFull
from weijiayuan.gateways.storage import disk as disk_module
from weijiayuan.kernel import clock

URL = "/api/v1/files"
GRID = Territory(TerritoryKind.GRID, "440311001001001")


@pytest.fixture
def large_body():
    """Collect here what the test client leaves open of a large body, and its warning with it."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


def form(raw, name="photo.jpg", kind="photo"):
    return {"file": (BytesIO(raw), name), "kind": kind}


@pytest.fixture
def resident(as_resident):
    return as_resident()


@pytest.fixture
def photo(resident):
    return make_photo(resident.resident)


def shown_to(photo, *readers):
    with transaction():
        service.attach([photo.id], owner=photo.resident_id, kind="tip_photo", readers=readers)


def test_a_photo_is_sent_and_read_back_without_its_secrets(resident):
    sent = resident.post(URL, data=form(pictures.from_a_telephone(6)))

    assert sent.status_code == 201
    assert sent.json.keys() == {"id", "kind", "width", "height", "size", "address"}
    assert (sent.json["width"], sent.json["height"]) == (1200, 1600)
    read = resident.get(f"{URL}/{sent.json['id']}")
    assert Image.open(BytesIO(read.data)).size == (1200, 1600)
    assert SECRET not in read.data


def test_no_stored_byte_holds_what_the_telephone_wrote(app, resident):
    """Looks through every file of the data folder and every column of every table."""
    raw = pictures.from_a_telephone()
    resident.post(URL, data=form(raw))

    folder = app.extensions["weijiayuan.settings"].data_dir
    for path in folder.rglob("*"):
        assert not path.is_file() or SECRET not in path.read_bytes(), path
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(select(table)).all()
        assert SECRET.decode() not in repr(rows), table.name


def test_a_photo_is_read_with_headers_that_keep_it_a_photo(resident, photo):
    read = resident.get(f"{URL}/{photo.id}")

    assert read.headers["Content-Type"] == "image/jpeg"
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert read.headers["Content-Disposition"] == f'inline; filename="{photo.id}.jpg"'
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert read.headers["Cache-Control"] == "private, max-age=300"


def test_an_unchanged_photo_is_not_sent_again_but_still_only_to_its_readers(
    resident, photo, client
):
    known = {"If-None-Match": resident.get(f"{URL}/{photo.id}").headers["ETag"]}

    assert resident.get(f"{URL}/{photo.id}", headers=known).status_code == 304
    assert client.get(f"{URL}/{photo.id}", headers=known).status_code == 404


def test_a_photo_comes_in_two_sizes(resident, photo):
    small = resident.get(f"{URL}/{photo.id}?size=small")

    assert max(Image.open(BytesIO(small.data)).size) <= photo_sanitizing.SMALL_SIDE
    assert resident.get(f"{URL}/{photo.id}?size=huge").status_code == 422


def test_a_photo_is_read_by_its_owner_alone_until_it_is_shown(client, as_resident, resident, photo):
    assert resident.get(f"{URL}/{photo.id}").status_code == 200
    assert as_resident().get(f"{URL}/{photo.id}").status_code == 404
    assert client.get(f"{URL}/{photo.id}").status_code == 404

    shown_to(photo, EVERYONE)

    public = client.get(f"{URL}/{photo.id}")
    assert public.status_code == 200
    assert public.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("role", "territory", "status"),
    [
        (Role.GRID_WORKER, GRID, 200),
        (Role.GRID_WORKER, Territory(TerritoryKind.STREET, "440311001"), 200),
        (Role.GRID_WORKER, Territory(TerritoryKind.GRID, "440311001001002"), 404),
        (Role.VENUE_KEEPER, GRID, 404),
    ],
)
def test_a_photo_is_read_by_who_has_the_duty_there(photo, as_role, role, territory, status):
    shown_to(photo, duty(Role.GRID_WORKER, GRID.kind, GRID.code))

    assert as_role(role, territory=territory).get(f"{URL}/{photo.id}").status_code == status


def test_an_unknown_file_and_somebody_elses_are_told_in_the_same_words(as_resident, photo):
    stranger = as_resident()
    unknown, theirs = stranger.get(f"{URL}/{uuid4()}"), stranger.get(f"{URL}/{photo.id}")

    assert unknown.json["detail"] == theirs.json["detail"]
    assert (unknown.status_code, theirs.status_code) == (404, 404)
    assert client_get_bad_id(stranger) == 404


def client_get_bad_id(speaker):
    return speaker.get(f"{URL}/../etc/passwd").status_code


def test_a_pass_opens_one_file_for_half_an_hour_without_a_sign_in(client, resident, photo):
    other = make_photo(resident.resident)
    with time_machine.travel(clock.now(), tick=False) as clock_hand:
        address = signed_links.address_of(photo.id)
        assert client.get(address).status_code == 200
        assert client.get(address.replace(str(photo.id), str(other.id))).status_code == 404
        assert client.get(address[:-2]).status_code == 404
        clock_hand.shift(31 * 60)
        assert client.get(address).status_code == 404


def test_a_pass_for_a_photo_that_stays_ends_when_its_owner_leaves(client, resident, photo):
    with transaction():
        db.session.get(StoredFile, photo.id).attached_at = clock.now()  # of a public record
    with time_machine.travel(clock.now(), tick=False) as clock_hand:
        before = signed_links.address_of(photo.id)
        assert client.get(before).status_code == 200

        clock_hand.shift(2)
        assert resident.post("/api/v1/me/close").status_code == 204

        assert client.get(before).status_code == 404
        clock_hand.shift(2)
        after = signed_links.address_of(photo.id)  # as staff who handle the matter are given
        assert client.get(after).status_code == 200


def test_the_answer_to_an_upload_can_be_shown_at_once(client, resident):
    address = resident.post(URL, data=form(as_bytes(scene(64, 48)))).json["address"]

    assert client.get(address).status_code == 200


def test_one_key_keeps_one_photo(resident):
    raw = as_bytes(scene(64, 48))

    first = resident.post(URL, data=form(raw), key="photo-1")
    again = resident.post(URL, data=form(raw), key="photo-1")
    other = resident.post(URL, data=form(as_bytes(scene(65, 48))), key="photo-1")

    assert first.json["id"] == again.json["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert db.session.query(StoredFile).count() == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "files.empty"),
        (b"<svg/>", "files.kind_unsupported"),
        (b"\xff\xd8\xff nonsense", "files.unreadable"),
        (pictures.png_claiming(60_000, 60_000), "files.too_many_pixels"),
        (b"\xff\xd8\xff" + b"\0" * 10 * 2**20, "files.too_large"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_reason_and_not_kept(
    app, resident, large_body, raw, code
):
    before = stored(app)

    answer = resident.post(URL, data=form(raw))

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert stored(app) == before
    assert db.session.query(StoredFile).count() == 0


def stored(app):
    folder = app.extensions["weijiayuan.settings"].data_dir / "files"
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "change", [{"file": None}, {"kind": None}, {"kind": "virus"}, {"file": "text"}]
)
def test_a_form_that_lacks_something_is_malformed(resident, change):
    body = {name: value for name, value in (form(b"x") | change).items() if value}

    answer = resident.post(URL, data=body, content_type="multipart/form-data")

    assert answer.status_code == 422


def test_a_body_beyond_the_limit_is_cut_off(resident, large_body):
    answer = resident.post(URL, data=form(b"\xff\xd8\xff" + b"\0" * 11 * 2**20))

    assert answer.status_code == 413


def test_nobody_sends_without_signing_in_except_anonymously(client):
    headers = {"Idempotency-Key": "k"}
    raw = as_bytes(scene(64, 48))

    assert client.post(URL, data=form(raw), headers=headers).status_code == 401


def test_a_full_disk_is_told_and_nothing_is_half_kept(app, resident, monkeypatch):
    def refuse(*_args):
        raise OSError(28, "No space left on device")

    before = stored(app)
    monkeypatch.setattr(disk_module, "_write", refuse)
    answer = resident.post(URL, data=form(as_bytes(scene(64, 48))))

    assert (answer.status_code, answer.json["code"]) == (503, "files.storage_full")
    assert int(answer.headers["Retry-After"]) > 0
    assert stored(app) == before
    assert db.session.query(StoredFile).count() == 0


def test_a_photo_whose_bytes_are_lost_says_so(resident, photo):
    storage().delete(photo.key)

    answer = resident.get(f"{URL}/{photo.id}")

    assert (answer.status_code, answer.json["code"]) == (404, "files.object_missing")


def test_an_anonymous_photo_leaves_no_trace_of_its_sender(client, app):
    resident = make_resident(openid="openid-of-a-worried-person")
    headers = {"User-Agent": "Worried-Telephone/9"}

    sent = client.post(
        f"{URL}/anonymous",
        data=form(pictures.from_a_telephone(), name="from-li-lei.jpg"),
        headers=headers,
        environ_base={"REMOTE_ADDR": "203.0.113.77"},
    )

    assert sent.status_code == 201
    assert sent.json.keys() == {"upload_code", "kind", "width", "height"}
    traces = ["203.0.113.77", "Worried-Telephone", "li-lei", SECRET.decode(), str(resident.id)]
    rows = repr(db.session.execute(text("SELECT * FROM files")).all())
    assert not [trace for trace in traces if trace in rows]
    assert sent.json["upload_code"] not in rows
    for path in stored(app):
        assert not [trace for trace in traces if trace.encode() in path.read_bytes()]


def test_an_anonymous_photo_is_readable_by_nobody_until_it_is_shown(client, as_role):
    code = client.post(f"{URL}/anonymous", data=form(as_bytes(scene(64, 48)))).json["upload_code"]
    file = db.session.scalars(select(StoredFile)).one()

    assert client.get(f"{URL}/{file.id}").status_code == 404
    reader = duty(Role.GRID_WORKER, GRID.kind, GRID.code)
    with transaction():
        service.attach_anonymous([code], kind="tip_photo", readers=[reader])
    assert as_role(Role.GRID_WORKER, territory=GRID).get(f"{URL}/{file.id}").status_code == 200


def test_the_refusals_of_the_storage_are_busy_ones():
    assert StorageFull().code == "files.storage_full"


def test_a_crowd_of_strangers_keeps_no_resident_from_sending_a_photo(resident, client):
    queue = upload_processing.strangers_photos
    for _ in range(queue.most_waiting + 1):
        queue.enter()
    crowded = client.post(f"{URL}/anonymous", data=form(as_bytes(scene(64, 48))))
    own = resident.post(URL, data=form(as_bytes(scene(64, 48))))
    for _ in range(queue.most_waiting + 1):
        queue.leave()
    later = client.post(f"{URL}/anonymous", data=form(as_bytes(scene(64, 48))))

    assert (crowded.status_code, crowded.json["code"]) == (503, "files.photos_busy")
    assert (own.status_code, later.status_code) == (201, 201)
