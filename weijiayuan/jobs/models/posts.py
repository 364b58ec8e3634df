"""Job posts and what happened to them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.jobs.models.employers import Employer
from weijiayuan.jobs.rules.material_terms import differ, terms_of
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.post_fields_check import PostFacts
from weijiayuan.jobs.rules.states import FOR_A_PERSON, JOB_MOVES, JobKind, JobState
from weijiayuan.kernel.state_machine import check_move

CHECKED_TEXTS = (
    *("title", "duties", "requirements", "benefits", "pay_parts", "address"),
    "user_employer",
)


class Job(Model):
    """A post. Sums are fen, hours minutes a day, the point GCJ-02 degrees.

    A draft may lack anything but its title and kind; what is compulsory is asked for when it is
    submitted. `user_employer` is for whom the work is done (用工单位) where an agency posts.
    `valid_until` is the last day on which it is shown; `published_terms` is what was in
    public last, so that other terms are not brought there unseen. `needs_review` from the moment
    that staff, reports or the check took it out of public until a person lets it back.
    `list_number` is its place among the newest, which it keeps when it pauses.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("employer_id", "source_ref"),
        CheckConstraint("wanted IS NULL OR wanted >= 1", "wanted"),
        CheckConstraint("hired >= 0 AND (wanted IS NULL OR hired <= wanted)", "hired"),
        CheckConstraint(
            "pay_max_fen IS NULL OR pay_min_fen IS NULL OR pay_max_fen >= pay_min_fen", "pay"
        ),
        Index("ix_jobs_employer_id_created_at", "employer_id", "created_at"),
        Index("ix_jobs_state_submitted_at", "state", "submitted_at"),
        Index("ix_jobs_state_valid_until", "state", "valid_until"),
    )

    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employers.id"))
    kind: Mapped[JobKind]
    title: Mapped[str]
    occupation: Mapped[str | None] = mapped_column(default=None)
    duties: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    benefits: Mapped[str] = mapped_column(Text, default="")
    pay_min_fen: Mapped[int | None] = mapped_column(default=None)
    pay_max_fen: Mapped[int | None] = mapped_column(default=None)
    pay_unit: Mapped[PayUnit | None] = mapped_column(default=None)
    pay_parts: Mapped[str] = mapped_column(default="")
    base_pay_fen: Mapped[int | None] = mapped_column(default=None)
    minutes_per_day: Mapped[int | None] = mapped_column(default=None)
    days_per_week: Mapped[int | None] = mapped_column(default=None)
    shifts: Mapped[str] = mapped_column(default="day")
    insured: Mapped[bool] = mapped_column(default=True)
    board: Mapped[bool] = mapped_column(default=False)
    lodging: Mapped[bool] = mapped_column(default=False)
    wanted: Mapped[int | None] = mapped_column(default=None)
    hired: Mapped[int] = mapped_column(default=0)
    contract_months: Mapped[int | None] = mapped_column(default=None)
    probation_months: Mapped[int] = mapped_column(default=0)
    probation_pay_fen: Mapped[int | None] = mapped_column(default=None)
    shows_phone: Mapped[bool] = mapped_column(default=True)
    community_code: Mapped[str | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(default="")
    user_employer: Mapped[str] = mapped_column(default="", server_default="")
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    source_ref: Mapped[str | None] = mapped_column(default=None)
    state: Mapped[JobState] = mapped_column(default=JobState.DRAFT)
    state_reason: Mapped[str] = mapped_column(default="")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    law_version: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    published_terms: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None
    )
    list_number: Mapped[int | None] = mapped_column(BigInteger, default=None)
    needs_review: Mapped[bool] = mapped_column(default=False, server_default=false())
    employer: Mapped[Employer] = relationship(init=False)

    def move_to(self, state: JobState, *, reason: str = "") -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(JOB_MOVES, self.state, state)
        self.state, self.state_reason = state, reason
        self.needs_review = self.needs_review or state in FOR_A_PERSON
        self.version += 1

    @property
    def terms(self) -> dict[str, Any]:
        """Return what somebody applies for."""
        return terms_of(self)

    @property
    def offers_something_else(self) -> bool:
        """Say whether the terms are not those that were in public last."""
        return self.published_terms is not None and differ(self.published_terms, self.terms)

    @property
    def facts(self) -> PostFacts:
        """Return the post as the lawful-post check reads it."""
        minutes = self.minutes_per_day
        return PostFacts(
            kind=self.kind,
            texts={name: getattr(self, name) for name in CHECKED_TEXTS},
            pay_min_fen=self.pay_min_fen,
            pay_max_fen=self.pay_max_fen,
            pay_unit=self.pay_unit,
            base_pay_fen=self.base_pay_fen,
            hours_per_day=None if minutes is None else Decimal(minutes) / 60,
            days_per_week=None if self.days_per_week is None else Decimal(self.days_per_week),
            contract_months=self.contract_months,
            probation_months=self.probation_months,
            probation_pay_fen=self.probation_pay_fen,
            wanted=self.wanted,
            has_place=bool(self.community_code),
            insured=self.insured,
            is_agency=bool(self.employer and self.employer.is_agency),
            user_employer=self.user_employer,
            valid_until=self.valid_until,
        )


class JobChange(Model):
    """One thing that happened to a post: by whom, what changed, why. Never altered."""

    __tablename__ = "job_changes"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id"), index=True)
    what: Mapped[str]
    state: Mapped[JobState]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    changed: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
