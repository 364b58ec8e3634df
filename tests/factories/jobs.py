from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from tests.factories import saved
from tests.factories.accounts import make_resident
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.jobs.models import Application, Employer, EmployerMember, Job
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.states import EmployerState, JobKind, MemberRole
from weijiayuan.jobs.rules.unified_social_credit_code import complete
from weijiayuan.jobs.service import applications, publishing
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.places.models import Community, Street

numbers = count(1)
COMMUNITY, OTHER_COMMUNITY = "440311001001", "440311002002"


def make_places() -> None:
    """Two communities in two streets, unless they are there."""
    if db.session.scalar(select(Community).filter_by(code=COMMUNITY)):
        return
    for code, name in ((COMMUNITY, "光明社区"), (OTHER_COMMUNITY, "上村社区")):
        street = saved(Street(code=code[:9], name=f"{name[:2]}街道"))
        saved(Community(street_id=street.id, name=name, code=code))


def make_uscc() -> str:
    """A code that passes every check."""
    return complete("91440311", f"MA{next(numbers):06}")


def make_employer(owner: Resident | None = None, **given: Any) -> Employer:
    """A verified employer for whom `owner` acts."""
    usual = {
        "name": "测试电子有限公司",
        "uscc": make_uscc(),
        "licence_file_id": new_id(),
        "contact_phone": "13800138000",
        "state": EmployerState.VERIFIED,
    }
    employer = saved(Employer(**usual | given))
    if owner is not None:
        make_member(employer, owner)
    return employer


def make_member(employer: Employer, resident: Resident, role=MemberRole.OWNER) -> EmployerMember:
    return saved(EmployerMember(employer_id=employer.id, resident_id=resident.id, role=role))


LAWFUL = {
    "kind": JobKind.FULL_TIME,
    "title": "小区保安",
    "occupation": "guard",
    "duties": "小区巡逻，登记访客",
    "requirements": "年满18周岁，肯学习",
    "benefits": "包吃包住",
    "pay_min_fen": 450_000,
    "pay_max_fen": 550_000,
    "pay_unit": PayUnit.MONTH,
    "minutes_per_day": 480,
    "days_per_week": 5,
    "wanted": 3,
    "contract_months": 36,
    "probation_months": 2,
    "community_code": COMMUNITY,
    "address": "光明大道1号",
}


def make_job(employer: Employer | None = None, **given: Any) -> Job:
    """A lawful draft."""
    make_places()
    employer = employer or make_employer()
    usual = {"valid_until": clock.local_date(clock.now()) + timedelta(days=30)}
    job = Job(employer_id=employer.id, **LAWFUL | usual | given)
    job.employer = employer
    return saved(job)


def make_open_job(employer: Employer | None = None, **given: Any) -> Job:
    """A post in public."""
    job = make_job(employer, **given)
    job.submitted_at = clock.now()
    publishing.publish(job, now=clock.now())
    return saved(job)


def make_application(
    job: Job | None = None, resident: Resident | None = None, **given: Any
) -> Application:
    """An application, sent when `created_at` says."""
    job = job or make_open_job()
    resident = resident or make_resident(phone="13900139000", nickname="小张")
    made = applications.apply(job.id, by=resident, message="", now=clock.now())
    for name, value in given.items():
        setattr(made, name, value)
    return saved(made)


def payload(**changed: Any) -> dict[str, Any]:
    """A lawful post as a client sends it."""
    plain = {name: getattr(value, "value", value) for name, value in LAWFUL.items()}
    until = clock.local_date(clock.now()) + timedelta(days=30)
    return plain | {"valid_until": until.isoformat()} | changed
