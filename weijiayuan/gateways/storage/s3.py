"""Bytes in an S3-compatible service (boto3, installed in production only)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from weijiayuan.gateways.storage.errors import ObjectMissing, StorageDown, StorageFull
from weijiayuan.kernel.concurrency_permit import waiting_outside

GONE = {"NoSuchKey", "404", "NotFound"}
NO_ROOM = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"}


class S3Storage:
    """One object per key, under an optional prefix of a bucket.

    `s3://KEY:SECRET@bucket/prefix?endpoint=https://…&region=…`; without KEY and SECRET the
    machine's own role is used. A PUT is atomic by S3's own rule.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self._bucket = parts.hostname or ""
        self._prefix = f"{parts.path.strip('/')}/".lstrip("/")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=asked.get("endpoint"),
            region_name=asked.get("region", "us-east-1"),
            aws_access_key_id=unquote(parts.username) if parts.username else None,
            aws_secret_access_key=unquote(parts.password) if parts.password else None,
            config=Config(
                connect_timeout=3,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 3},
                s3={"addressing_style": asked.get("addressing", "auto")},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, key: str, body: bytes, *, media_type: str) -> None:
        with _translated():
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + key, Body=body, ContentType=media_type
            )

    def get(self, key: str) -> bytes:
        with _translated():
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)
            body: bytes = found["Body"].read()
            return body

    def delete(self, key: str) -> None:
        with _translated():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)

    def keys_before(self, moment: datetime) -> Iterator[str]:
        with _translated():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for item in page.get("Contents", ()):
                    if item["LastModified"] < moment:
                        yield str(item["Key"]).removeprefix(self._prefix)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn boto's errors into ours, and let others work while the storage does."""
    try:
        with waiting_outside():
            yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in GONE:
            raise ObjectMissing from error
        raise (StorageFull if code in NO_ROOM else StorageDown) from error
    except BotoCoreError as error:
        raise StorageDown from error
