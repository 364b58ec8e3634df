"""The states of employers, posts and applications, and the moves between them."""

from datetime import timedelta
from enum import StrEnum


class EmployerState(StrEnum):
    """Whether an employer may publish."""

    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"
    SUSPENDED = "suspended"


EMPLOYER_MOVES = {
    EmployerState.PENDING: frozenset({EmployerState.VERIFIED, EmployerState.REFUSED}),
    EmployerState.VERIFIED: frozenset({EmployerState.SUSPENDED, EmployerState.PENDING}),
    EmployerState.REFUSED: frozenset({EmployerState.PENDING}),
    EmployerState.SUSPENDED: frozenset({EmployerState.VERIFIED}),
}
BARRED = frozenset({EmployerState.REFUSED, EmployerState.SUSPENDED})


class MemberRole(StrEnum):
    """What somebody may do for an employer: an owner also invites and removes people."""

    OWNER = "owner"
    RECRUITER = "recruiter"


class JobKind(StrEnum):
    """The kinds of work."""

    FULL_TIME = "full_time"
    HOURLY = "hourly"
    PIECE_RATE = "piece_rate"
    TEMPORARY = "temporary"
    INTERNSHIP = "internship"
    PUBLIC_INTEREST = "public_interest"


class JobState(StrEnum):
    """Where a post is. Whether a published one has run out is derived from `valid_until`."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REFUSED = "refused"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"
    TAKEN_DOWN = "taken_down"


JOB_MOVES = {
    JobState.DRAFT: frozenset({JobState.IN_REVIEW, JobState.PUBLISHED, JobState.CLOSED}),
    JobState.IN_REVIEW: frozenset(
        {JobState.PUBLISHED, JobState.REFUSED, JobState.DRAFT, JobState.TAKEN_DOWN}
    ),
    JobState.REFUSED: frozenset({JobState.IN_REVIEW, JobState.PUBLISHED, JobState.CLOSED}),
    JobState.PUBLISHED: frozenset(
        {
            JobState.PAUSED,
            JobState.CLOSED,
            JobState.EXPIRED,
            JobState.IN_REVIEW,
            JobState.TAKEN_DOWN,
            JobState.DRAFT,
        }
    ),
    JobState.PAUSED: frozenset(
        {
            JobState.PUBLISHED,
            JobState.IN_REVIEW,
            JobState.CLOSED,
            JobState.EXPIRED,
            JobState.TAKEN_DOWN,
            JobState.DRAFT,
        }
    ),
    JobState.EXPIRED: frozenset({JobState.PUBLISHED, JobState.IN_REVIEW, JobState.CLOSED}),
    JobState.CLOSED: frozenset({JobState.PUBLISHED, JobState.IN_REVIEW}),
    JobState.TAKEN_DOWN: frozenset({JobState.IN_REVIEW, JobState.CLOSED}),
}
EDITABLE = frozenset(
    {
        JobState.DRAFT,
        JobState.REFUSED,
        JobState.PUBLISHED,
        JobState.PAUSED,
        JobState.TAKEN_DOWN,
    }
)
FOR_A_PERSON = frozenset({JobState.IN_REVIEW, JobState.REFUSED, JobState.TAKEN_DOWN})
LONGEST_VALIDITY = timedelta(days=90)  # 五部门通知 2026-01: a marked, limited period of validity


class ApplicationState(StrEnum):
    """Where an application is."""

    SENT = "sent"
    SEEN = "seen"
    TALKING = "talking"
    INTERVIEW = "interview"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HIRED = "hired"
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


BY_EMPLOYER = {
    ApplicationState.SENT: frozenset(
        {
            ApplicationState.SEEN,
            ApplicationState.TALKING,
            ApplicationState.INTERVIEW,
            ApplicationState.OFFERED,
            ApplicationState.REJECTED,
        }
    ),
    ApplicationState.SEEN: frozenset(
        {
            ApplicationState.TALKING,
            ApplicationState.INTERVIEW,
            ApplicationState.OFFERED,
            ApplicationState.REJECTED,
        }
    ),
    ApplicationState.TALKING: frozenset(
        {ApplicationState.INTERVIEW, ApplicationState.OFFERED, ApplicationState.REJECTED}
    ),
    ApplicationState.INTERVIEW: frozenset(
        {ApplicationState.INTERVIEW, ApplicationState.OFFERED, ApplicationState.REJECTED}
    ),
    ApplicationState.OFFERED: frozenset({ApplicationState.REJECTED}),
    ApplicationState.ACCEPTED: frozenset(
        {ApplicationState.HIRED, ApplicationState.OFFERED, ApplicationState.REJECTED}
    ),
    ApplicationState.HIRED: frozenset[ApplicationState](),
    ApplicationState.REJECTED: frozenset[ApplicationState](),
    ApplicationState.DECLINED: frozenset[ApplicationState](),
    ApplicationState.WITHDRAWN: frozenset[ApplicationState](),
}
BY_APPLICANT = {
    state: frozenset(
        {ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.ACCEPTED}
    )
    if state is ApplicationState.OFFERED
    else frozenset({ApplicationState.WITHDRAWN})
    if moves
    else frozenset[ApplicationState]()
    for state, moves in BY_EMPLOYER.items()
}
ANSWERS = frozenset(
    {
        ApplicationState.TALKING,
        ApplicationState.INTERVIEW,
        ApplicationState.OFFERED,
        ApplicationState.HIRED,
        ApplicationState.REJECTED,
    }
)
LIVE = frozenset(state for state, moves in BY_EMPLOYER.items() if moves)
UNTIL_AGAIN = timedelta(days=30)  # after a no, for the same terms; for other terms at once
