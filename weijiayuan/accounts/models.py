"""People, what they are allowed, and how they are signed in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import Encrypted, Model


class Relation(StrEnum):
    """What a family member is to the resident."""

    CHILD = "child"
    PARENT = "parent"
    SPOUSE = "spouse"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    WARD = "ward"
    OTHER = "other"


class Resident(Model):
    """A person who uses the service on the telephone.

    `openid` is WeChat's name for them and becomes None when the account is closed. The telephone
    number is sealed; `phone_mark` is its blind index.
    """

    __tablename__ = "residents"
    __table_args__ = (CheckConstraint("openid <> ''", "openid"),)

    openid: Mapped[str | None] = mapped_column(unique=True)
    nickname: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(Encrypted, default=None)
    phone_mark: Mapped[str | None] = mapped_column(unique=True, default=None)
    community_code: Mapped[str | None] = mapped_column(default=None)
    font_step: Mapped[int] = mapped_column(default=0)
    elderly_mode: Mapped[bool] = mapped_column(default=False)
    wants_suggestions: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class FamilyMember(Model):
    """Somebody for whom a resident acts (为家人办理)."""

    __tablename__ = "family_members"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    relation: Mapped[Relation]
    birth_date: Mapped[date | None] = mapped_column(default=None)
    guardian: Mapped[bool] = mapped_column(default=False)


class Consent(Model):
    """A document that a resident agreed to, in a version, and perhaps withdrew."""

    __tablename__ = "consents"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    document: Mapped[str]
    version: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class StaffAccount(Model):
    """A member of staff, who signs in at the desk, or on the telephone through `resident`.

    While `password_is_first` somebody else chose the password: it opens nothing but its change.
    """

    __tablename__ = "staff_accounts"

    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str | None] = mapped_column(default=None)
    password_is_first: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(Encrypted, default=None)
    totp_used: Mapped[int] = mapped_column(default=0)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), unique=True, default=None
    )
    resident: Mapped[Resident | None] = relationship(init=False)
    duties: Mapped[list["Duty"]] = relationship(back_populates="staff", init=False)


class SignInFailure(Model):
    """How often a name was tried in vain from one network.

    Both are marks, and the name may be nobody's, so nothing here tells which names exist.
    """

    __tablename__ = "sign_in_failures"
    __table_args__ = (UniqueConstraint("name_mark", "network_mark"),)

    name_mark: Mapped[str]
    network_mark: Mapped[str]
    last_at: Mapped[datetime] = mapped_column(index=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)


class KnownNetwork(Model):
    """A network from which a name was signed in; kept as a mark."""

    __tablename__ = "known_networks"
    __table_args__ = (UniqueConstraint("name_mark", "network_mark"),)

    name_mark: Mapped[str]
    network_mark: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class LinkCode(Model):
    """A code that was shown at the desk, by which a telephone is linked to an account once."""

    __tablename__ = "staff_link_codes"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]


class RequestKind(StrEnum):
    """What one administrator asks for and another confirms."""

    APPOINTMENT = "appointment"
    """A new account: its duties, and both factors."""
    DUTIES = "duties"
    ENABLING = "enabling"
    PASSWORD = "password"  # noqa: S105  # a kind
    SECOND_FACTOR = "second_factor"
    ACCESS = "access"
    """Both factors anew."""


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class DualControlRequest(Model):
    """What an administrator asked for about somebody's account, which another one confirms.

    The code by which the person then sets what is theirs is told in two halves, one to each
    administrator: neither of them can use it alone. Of the whole only the hash is kept, and the
    second half, sealed, until it is told.
    """

    __tablename__ = "dual_control_requests"
    __table_args__ = (
        Index(
            "ix_dual_control_requests_waiting",
            "staff_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    kind: Mapped[RequestKind]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    duties: Mapped[list[list[str]]] = mapped_column(JSON, default_factory=list)
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_accounts.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
    code_hash: Mapped[str | None] = mapped_column(unique=True, default=None)
    second_half: Mapped[str | None] = mapped_column(Encrypted, default=None)
    code_expires_at: Mapped[datetime | None] = mapped_column(default=None)
    code_used_at: Mapped[datetime | None] = mapped_column(default=None)
    staff: Mapped[StaffAccount] = relationship(
        init=False, foreign_keys="DualControlRequest.staff_id"
    )
    asker: Mapped[StaffAccount] = relationship(
        init=False, foreign_keys="DualControlRequest.asked_by"
    )
    decider: Mapped[StaffAccount | None] = relationship(
        init=False, foreign_keys="DualControlRequest.decided_by"
    )

    @property
    def granted(self) -> list[Granted]:
        """Return the duties that are asked for, as the rules know them."""
        return [
            Granted(Role(role), Territory(TerritoryKind(kind), code))
            for role, kind, code in self.duties
        ]


class FormerPassword(Model):
    """A password that may not come back yet."""

    __tablename__ = "former_passwords"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    password_hash: Mapped[str]


class Duty(Model):
    """A role in a territory."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("staff_id", "role", "territory_kind", "territory_code"),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    role: Mapped[Role]
    territory_kind: Mapped[TerritoryKind]
    territory_code: Mapped[str]
    staff: Mapped[StaffAccount] = relationship(back_populates="duties", init=False)

    @property
    def granted(self) -> Granted:
        """Return the duty as the rules know it."""
        return Granted(self.role, Territory(self.territory_kind, self.territory_code))


class LoginSession(Model):
    """A way in that was opened; the token itself is known only to its holder.

    `stepped_up_at` is when a telephone was put on duty with the second factor.
    """

    __tablename__ = "login_sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )
    staff_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("staff_accounts.id"), index=True, default=None
    )
    stepped_up_at: Mapped[datetime | None] = mapped_column(default=None)
