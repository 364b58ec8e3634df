"""`flask staff`: what the operator does for accounts."""

import click
import pyotp
from flask.cli import AppGroup

from weijiayuan.accounts import queries, staff
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import transaction
from weijiayuan.district.current import district
from weijiayuan.kernel.errors import DomainError

staff_cli = AppGroup("staff", help="Accounts of staff.")


@staff_cli.command("appoint")
@click.argument("username")
@click.option("--name", required=True, help="How colleagues see them.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--territory", help="kind:code; the whole district where none is given.")
@click.password_option()
def appoint(username: str, name: str, role: str, territory: str | None, password: str) -> None:
    """Make an account and print the secret of its second factor once."""
    kind, _, code = (territory or f"district:{district().code}").partition(":")
    granted = Granted(Role(role), Territory(TerritoryKind(kind), code))
    try:
        with transaction():
            account = staff.appoint(username, display_name=name, duties=[granted])
            staff.set_password(account, password)
            secret = account.totp_secret
    except DomainError as error:
        raise click.ClickException(f"{error.code} {error.facts}") from error
    assert secret is not None
    print(pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="微家园"))


@staff_cli.command("otp")
@click.argument("username")
def otp(username: str) -> None:
    """Print the one-time code of this half minute, for whoever runs the machine."""
    account = queries.staff_by_username(username)
    if account is None or account.totp_secret is None:
        raise click.ClickException(f"no staff account {username!r} with a second factor")
    print(pyotp.TOTP(account.totp_secret).now())
