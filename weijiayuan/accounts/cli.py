"""`flask staff`: what the operator does for accounts when no administrator can."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
import pyotp
from flask.cli import AppGroup
from sqlalchemy import select

from weijiayuan import audit
from weijiayuan.accounts import login_throttle, passwords, queries, staff_administration
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import db, reading, transaction
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.web.errors import HIDDEN, field_sentences
from weijiayuan.web.messages import text

staff_cli = AppGroup("staff", help="Accounts of staff.")


@staff_cli.command("appoint")
@click.argument("username")
@click.option("--name", required=True, help="How colleagues see them.")
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    required=True,
    multiple=True,
)
@click.option("--territory", help="kind:code; the district if none is named")
@click.password_option()
def appoint(
    username: str, name: str, roles: tuple[str, ...], territory: str | None, password: str
) -> None:
    """Make an account and print the secret of its second factor once."""
    with _in_words():
        duties = [Granted(Role(role), _territory(territory)) for role in roles]
        new_hash = passwords.hashed(password, username=username)
        with transaction():
            account = staff_administration.appoint(username, display_name=name, duties=duties)
            staff_administration.keep_password(account, new_hash, is_first=True)
            _put_on_trail("appoint", account)
            address = staff_administration.otp_address(account)
    print(address)


@staff_cli.command("list")
def list_accounts() -> None:
    """List the accounts with their duties, and who is shut, locked or linked."""
    now = clock.now()
    with reading():
        for each in db.session.scalars(select(StaffAccount).order_by(StaffAccount.username)):
            marks = [
                "disabled" if each.disabled_at else "",
                "locked" if login_throttle.is_locked_anywhere(each.username, now=now) else "",
                "linked" if each.resident_id else "",
                "sample" if each.is_sample else "",
            ]
            duties = ", ".join(
                f"{duty.role}@{duty.territory_kind}:{duty.territory_code}" for duty in each.duties
            )
            print(
                f"{each.username}: {duties or 'no duties'} {' '.join(filter(None, marks))}".rstrip()
            )


@staff_cli.command("duties")
@click.argument("username")
@click.argument("duties", nargs=-1)
def set_duties(username: str, duties: tuple[str, ...]) -> None:
    """Replace somebody's duties, each as role@kind:code."""
    granted = [_granted(each) for each in duties]
    _change(username, lambda account: staff_administration.grant(account, granted))
    print(f"{username}: {len(granted)} duties")


@staff_cli.command("disable")
@click.argument("username")
@click.option("--reason", required=True)
def disable(username: str, reason: str) -> None:
    """Shut an account; its sessions end and its WeChat is unlinked."""
    _change(
        username,
        lambda account: staff_administration.disable(account, reason=reason, now=clock.now()),
    )
    print(f"{username} is disabled")


@staff_cli.command("enable")
@click.argument("username")
def enable(username: str) -> None:
    """Open a shut account again."""
    _change(username, staff_administration.enable)
    print(f"{username} is enabled")


@staff_cli.command("unlock")
@click.argument("username")
def unlock(username: str) -> None:
    """Let a name be tried again after too many failures."""
    _change(username, staff_administration.unlock)
    print(f"{username} may be tried again")


@staff_cli.command("unlink")
@click.argument("username")
def unlink(username: str) -> None:
    """Part an account from its WeChat."""
    _change(username, staff_administration.unlink)
    print(f"{username} is linked to no WeChat")


@staff_cli.command("end-sessions")
@click.argument("username")
def end_sessions(username: str) -> None:
    """Sign somebody out everywhere."""
    _change(username, staff_administration.end_sessions)
    print(f"{username} is signed out")


@staff_cli.command("second-factor")
@click.argument("username")
def second_factor(username: str) -> None:
    """Give an account a new second factor and print its secret once."""
    addresses: list[str] = []
    _change(
        username,
        lambda account: addresses.append(staff_administration.renew_second_factor(account)),
    )
    print(addresses[0])


@staff_cli.command("password")
@click.argument("username")
@click.password_option()
def password(username: str, password: str) -> None:
    """Give an account a new password and end its sessions."""
    with _in_words():
        with reading():
            former = queries.former_passwords(_named(username).id)
        new_hash = passwords.hashed(password, username=username, former=former)
        with transaction():
            account = _named(username)
            staff_administration.keep_password(account, new_hash, is_first=True)
            _put_on_trail("password", account)
    print(f"{username} has a new password")


@staff_cli.command("otp")
@click.argument("username")
def otp(username: str) -> None:
    """Print the one-time code of this half minute, for whoever runs the machine."""
    with transaction():
        account = _named(username)
        if account.totp_secret is None:
            raise click.ClickException(f"{username!r} has no second factor")
        _put_on_trail("otp", account)
        code = pyotp.TOTP(account.totp_secret).now()
    print(code)


def _change(username: str, act: Callable[[StaffAccount], object]) -> None:
    with _in_words(), transaction():
        account = _named(username)
        act(account)
        _put_on_trail(click.get_current_context().info_name or "", account)


def _put_on_trail(command: str, account: StaffAccount) -> None:
    """Leave on the trail that the operator did by command what two administrators do else."""
    audit.record(
        "staff changed by command",
        subject_kind="staff",
        subject_id=account.id,
        actor="operator",
        command=command,
    )


def _named(username: str) -> StaffAccount:
    account = queries.staff_by_username(username)
    if account is None:
        raise click.ClickException(f"no staff account {username!r}")
    return account


def _territory(text: str | None) -> Territory:
    if text is None:
        return Territory(TerritoryKind.DISTRICT, district().code)
    kind, _, code = text.partition(":")
    try:
        return Territory(TerritoryKind(kind), code)
    except ValueError as error:
        raise click.ClickException(f"{text!r} is no territory; say kind:code") from error


def _granted(text: str) -> Granted:
    role, _, territory = text.partition("@")
    try:
        return Granted(Role(role), _territory(territory or None))
    except ValueError as error:
        raise click.ClickException(f"{text!r} is no duty; say role@kind:code") from error


@contextmanager
def _in_words() -> Iterator[None]:
    """Tell the operator of a refusal in a line."""
    try:
        yield
    except DomainError as error:
        facts = {name: fact for name, fact in error.facts.items() if name not in HIDDEN}
        more = (each for sentences in field_sentences(error).values() for each in sentences)
        said = "；".join([text(error.code, **facts), *more])
        raise click.ClickException(f"{said} ({error.code})") from error
