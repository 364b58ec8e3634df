"""`flask open311`: which systems may write."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from weijiayuan import audit
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.tips.open311 import service
from weijiayuan.tips.open311.models import Open311Key

open311_cli = AppGroup("open311", help="Systems that write through Open311.")


@open311_cli.command("add-key")
@click.argument("name")
def add_key(name: str) -> None:
    """Let a system write; its key is printed this once."""
    with transaction():
        if db.session.scalar(select(Open311Key.id).filter_by(name=name)) is not None:
            raise click.ClickException(f"{name} has a key already, or had one")
        secret = service.add_key(name)
        audit.record("open311.key_added", subject_kind="open311_key", subject_id=name)
    print(secret)


@open311_cli.command("revoke-key")
@click.argument("name")
def revoke_key(name: str) -> None:
    """End a system's permission at once."""
    with transaction():
        if not service.revoke_key(name, now=clock.now()):
            raise click.ClickException(f"{name} has no key")
        audit.record("open311.key_revoked", subject_kind="open311_key", subject_id=name)
    print(f"{name} may not write any more")


@open311_cli.command("keys")
def keys() -> None:
    """List the systems."""
    for key in db.session.scalars(select(Open311Key).order_by(Open311Key.name)):
        print(f"{key.name}: {'revoked' if key.revoked_at else 'may write'}")
