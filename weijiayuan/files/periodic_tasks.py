"""Forgetting what nobody used."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

from weijiayuan.background import every_in_steps, job_in_steps
from weijiayuan.db import reading, transaction
from weijiayuan.files import queries, service
from weijiayuan.files.rules import UNATTACHED_FOR, to_the_hour
from weijiayuan.gateways.setup import storage
from weijiayuan.gateways.storage.errors import ObjectMissing

AT_ONCE = 200
NEVER_SWEPT = {"revoked"}
REWRITTEN_HOURS = 3


@every_in_steps(minutes=30)
def remove_unattached(now: datetime) -> str:
    """Remove files that belong to nothing after 24 hours: rows first, then their bytes."""
    removed = 0
    while True:
        with transaction():
            files = queries.unattached_before(now - UNATTACHED_FOR, limit=AT_ONCE)
            keys = service.drop(files)
        for key in keys:
            storage().delete(key)
        removed += len(files)
        if len(files) < AT_ONCE:
            return f"{removed} files removed that nobody attached" if removed else ""


@job_in_steps
def remove_bytes(keys: list[str]) -> None:
    """Remove bytes whose rows are gone. Safe to repeat."""
    for key in keys:
        storage().delete(key)


@every_in_steps(minutes=60)
def forget_moments(now: datetime) -> str:
    """Keep the bytes of nobody's photos anew once their hour is over.

    Storage notes for itself when something was written (the inode's change, S3's LastModified);
    afterwards that is the moment of this task, the same for all of the hour.
    """
    hour = to_the_hour(now)
    with reading():
        kept = queries.nobodys(since=hour - timedelta(hours=REWRITTEN_HOURS), before=hour)
    for key, media_type in kept:
        for name in service.names_of(key):
            with suppress(ObjectMissing):
                storage().put(name, storage().get(name), media_type=media_type)
    return ""


@every_in_steps(minutes=24 * 60)
def sweep_storage(now: datetime) -> str:
    """Remove bytes that no row tells of, left by a process that was killed in between.

    What a restore must not bring back (`accounts.revocation_list`) stands in no row either.
    """
    removed = 0
    old = storage().keys_before(now - UNATTACHED_FOR)
    while portion := list(islice(old, AT_ONCE)):
        with reading():
            known = queries.known_keys({_name(key) for key in portion})
        for key in (key for key in portion if _name(key) not in known | NEVER_SWEPT):
            storage().delete(key)
            removed += 1
    return f"{removed} stray objects removed from the storage" if removed else ""


def _name(key: str) -> str:
    """Return a file's key, of which the smaller renditions carry a suffix."""
    return key.partition(".")[0]
