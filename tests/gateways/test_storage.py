import errno
import os
import threading
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.fakes.s3 import FakeS3
from weijiayuan.gateways.storage import ObjectMissing, StorageDown, StorageFull, open_storage
from weijiayuan.gateways.storage import disk as disk_module
from weijiayuan.gateways.storage.disk import UNFINISHED, DiskStorage

KEY = "0123456789abcdef0123456789abcdef"
SOON = timedelta(seconds=5)


@pytest.fixture
def s3():
    """A real HTTP server that speaks as much S3 as we use."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeS3)
    server.objects, server.trouble, server.asked = {}, None, []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["disk", "s3"])
def storage(request, tmp_path):
    if request.param == "disk":
        return open_storage(None, folder=tmp_path)
    return s3_storage(request.getfixturevalue("s3"), tmp_path)


def s3_storage(server, tmp_path):
    address = f"http://127.0.0.1:{server.server_port}"
    url = f"s3://id:s%2Fcret@photos/district?endpoint={address}&addressing=path"
    return open_storage(url, folder=tmp_path)


def test_what_was_put_is_got(storage):
    storage.put(KEY, b"photo", media_type="image/jpeg")

    assert storage.get(KEY) == b"photo"


def test_what_is_not_there_is_missing(storage):
    with pytest.raises(ObjectMissing):
        storage.get(KEY)


def test_deleting_is_final_and_deleting_twice_is_no_error(storage):
    storage.put(KEY, b"photo", media_type="image/jpeg")

    storage.delete(KEY)
    storage.delete(KEY)

    with pytest.raises(ObjectMissing):
        storage.get(KEY)


def test_a_second_put_replaces_the_first(storage):
    storage.put(KEY, b"one", media_type="image/jpeg")
    storage.put(KEY, b"two", media_type="image/jpeg")

    assert storage.get(KEY) == b"two"


def test_old_keys_are_listed_and_new_ones_are_not(storage):
    keys = {f"{number:032x}" for number in range(25)}
    for key in keys:
        storage.put(key, b"x", media_type="image/jpeg")
    now = datetime.now(UTC)

    assert set(storage.keys_before(now + SOON)) == keys
    assert set(storage.keys_before(now - SOON)) == set()


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "", "A" * 32, "x" * 200, ".part-xx"])
def test_a_key_that_is_a_path_is_refused(tmp_path, key):
    with pytest.raises(ValueError, match="not a key"):
        DiskStorage(tmp_path).put(key, b"", media_type="image/jpeg")


def test_a_file_does_not_tell_when_it_was_sent_or_to_others_what_is_in_it(tmp_path):
    DiskStorage(tmp_path).put(KEY, b"photo", media_type="image/jpeg")

    found = (tmp_path / KEY[:2] / KEY).stat()
    assert found.st_mtime == 0
    assert found.st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("number", "refusal"),
    [(errno.ENOSPC, StorageFull), (errno.EDQUOT, StorageFull), (errno.EIO, StorageDown)],
)
@pytest.mark.parametrize("step", ["_write", "_flush_folder"])
def test_a_disk_that_refuses_leaves_nothing_half_written(
    tmp_path, monkeypatch, number, refusal, step
):
    def refuse(*_args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk_module, step, refuse)
    with pytest.raises(refusal):
        DiskStorage(tmp_path).put(KEY, b"photo", media_type="image/jpeg")

    assert list(tmp_path.rglob(f"{UNFINISHED}*")) == []


def test_a_full_disk_is_told_by_the_disk_itself():
    """/dev/full refuses every write with ENOSPC, as a full disk does."""
    with pytest.raises(OSError, match="No space") as told, Path("/dev/full").open("wb", 0) as full:
        full.write(b"x")
    assert told.value.errno in disk_module.NO_ROOM


def test_a_write_cut_short_never_appears_and_is_cleared_away(tmp_path):
    storage = DiskStorage(tmp_path)
    storage.put(KEY, b"photo", media_type="image/jpeg")
    half = tmp_path / KEY[:2] / f"{UNFINISHED}{KEY}-1"
    half.write_bytes(b"pho")

    assert list(storage.keys_before(datetime.now(UTC) + SOON)) == [KEY]
    assert not half.exists()


def test_requests_to_s3_are_signed_and_carry_the_prefix_and_type(s3, tmp_path):
    s3_storage(s3, tmp_path).put(KEY, b"photo", media_type="image/jpeg")

    assert list(s3.objects) == [f"/photos/district/{KEY}"]
    method, path, headers = s3.asked[0]
    assert (method, path) == ("PUT", f"/photos/district/{KEY}")
    assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=id/")
    assert headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("status", "code", "refusal"),
    [
        (507, "XMinioStorageFull", StorageFull),
        (403, "AccessDenied", StorageDown),
        (404, "NoSuchBucket", StorageDown),
        (503, "SlowDown", StorageDown),
    ],
)
def test_what_s3_refuses_is_told_as_ours(s3, tmp_path, status, code, refusal):
    s3.trouble = (status, code)

    with pytest.raises(refusal):
        s3_storage(s3, tmp_path).put(KEY, b"photo", media_type="image/jpeg")
    assert s3.objects == {}


def test_an_s3_that_stumbles_once_is_asked_again(s3, tmp_path):
    s3.trouble = (503, "SlowDown", 1)

    s3_storage(s3, tmp_path).put(KEY, b"photo", media_type="image/jpeg")

    assert len(s3.asked) == 2
    assert list(s3.objects.values()) == [b"photo"]


def test_an_s3_that_is_not_there_is_down(tmp_path):
    url = "s3://id:secret@photos?endpoint=http://127.0.0.1:9&addressing=path"

    with pytest.raises(StorageDown):
        open_storage(url, folder=tmp_path).get(KEY)


def test_another_kind_of_address_stops_the_start(tmp_path):
    with pytest.raises(SystemExit, match="STORAGE_URL must begin with s3://"):
        open_storage("ftp://files", folder=tmp_path)
