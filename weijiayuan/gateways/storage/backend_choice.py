from pathlib import Path

from weijiayuan.gateways.storage.disk import DiskStorage
from weijiayuan.gateways.storage.protocol import Storage


def open_storage(url: str | None, *, folder: Path) -> Storage:
    """Return the storage that `STORAGE_URL` names: `s3://…`, or without one the folder."""
    if url is None:
        return DiskStorage(folder)
    if url.startswith("s3://"):
        from weijiayuan.gateways.storage.s3 import S3Storage  # noqa: PLC0415  # needs boto3

        return S3Storage(url)
    raise SystemExit(f"weijiayuan: STORAGE_URL must begin with s3://, not {url!r}.")
