"""`flask data`: keys of sealed columns, and the migrations in one word."""

import secrets
from base64 import urlsafe_b64encode

import click
from flask.cli import AppGroup

data_cli = AppGroup("data", help="The database.")


@data_cli.command("migrate")
def migrate() -> None:
    """Bring the tables to the newest shape."""
    from flask_migrate import upgrade  # noqa: PLC0415  # see db.migration.Migrations

    upgrade()


@data_cli.command("new-key")
@click.argument("name")
def new_key(name: str) -> None:
    """Print a new sealing key, to be added to DATA_KEYS behind the present one at first."""
    print(f"{name}:{urlsafe_b64encode(secrets.token_bytes(32)).decode()}")
