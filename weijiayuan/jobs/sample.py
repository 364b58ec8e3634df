"""Sample employers and posts, marked 示例. The persona `employer` acts for the first employer."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from weijiayuan.accounts.sample import sample_resident
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.jobs.models import Employer, EmployerMember, Fair, FairPost, FairStand, Job
from weijiayuan.jobs.models.job_fairs import FairState
from weijiayuan.jobs.queries import employers as queries
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.states import EmployerState, JobKind, MemberRole
from weijiayuan.jobs.rules.unified_social_credit_code import complete
from weijiayuan.jobs.sample_posts import EMPLOYERS, POSTS
from weijiayuan.jobs.service import posts, publishing
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import queries as places

FAIR_PLACE = "示例·社区文化广场"
VALID_FOR = timedelta(days=60)


def load() -> str:
    """Add the sample employers and posts that are not there yet, and say how many."""
    communities = places.communities(on=clock.local_date(clock.now()))
    coded = [each for each in communities if each.code]
    if not coded:
        return "0 sample jobs: load the district first"
    owner = sample_resident("employer", nickname="示例·招工单位")
    firms = [employer(number, owner.id) for number in range(len(EMPLOYERS))]
    now, added = clock.now(), 0
    for number, entry in enumerate(POSTS):
        place = coded[number * 7 % len(coded)]
        added += add(number, entry, firms[entry[2]], place=place, now=now)
    if added:
        hold_fair(firms[:4], now=now)
    return f"{added} sample jobs"


def hold_fair(firms: list[Employer], *, now: datetime) -> None:
    """Add a job fair a week from now, at which the firms have stands and show two posts each."""
    day = clock.local_date(now) + timedelta(days=7)
    starts = clock.at_local(day, time(9))
    name = f"示例·{district().name}就业服务进社区招聘会"
    fair = Fair(name=name, starts_at=starts, ends_at=starts + timedelta(hours=3), place=FAIR_PLACE)
    fair.state = FairState.PUBLISHED
    db.session.add(fair)
    for number, firm in enumerate(firms):
        fair.stands.append(
            FairStand(fair_id=fair.id, employer_id=firm.id, label=f"A{number + 1:02}")
        )
        mine = select(Job).filter_by(employer_id=firm.id).order_by(Job.id).limit(2)
        fair.posts.extend(
            FairPost(fair_id=fair.id, job_id=job.id) for job in db.session.scalars(mine)
        )


def employer(number: int, owner_id: Any) -> Employer:
    """Return a sample employer, made if need be; the persona owns the first."""
    name, kind, body, address = EMPLOYERS[number]
    code = complete(f"{kind}{district().code}", body)
    found = queries.employer_by_code(code)
    if found is None:
        found = Employer(
            name=name.format(here=district().short_name),
            uscc=code,
            licence_file_id=new_id(),
            contact_name="示例联系人",
            contact_phone="0755-00000000",
            address=address,
            about="示例单位，仅供演示。",
            state=EmployerState.VERIFIED,
            decided_at=clock.now(),
        )
        db.session.add(found)
        db.session.flush()
    if number == 0 and queries.membership(found.id, owner_id) is None:
        member = EmployerMember(employer_id=found.id, resident_id=owner_id, role=MemberRole.OWNER)
        db.session.add(member)
    return found


def add(number: int, entry: Any, firm: Employer, *, place: Any, now: datetime) -> bool:
    """Publish one sample post unless it is there, and say whether it was new."""
    reference = f"sample-{number}"
    known = select(Job.id).filter_by(employer_id=firm.id, source_ref=reference)
    if db.session.scalar(known) is not None:
        return False
    job = post(entry, firm, reference=reference, wanted=1 + number % 9)
    job.community_code, job.lng, job.lat = place.code, place.centre_lng, place.centre_lat
    job.valid_until = clock.local_date(now) + VALID_FOR
    db.session.add(job)
    db.session.flush()
    posts.checked(job, now=now)
    job.submitted_at = now
    publishing.publish(job, now=now - timedelta(hours=len(POSTS) - number))
    publishing.note(job, "imported", now=now)
    return True


def post(entry: Any, firm: Employer, *, reference: str, wanted: int) -> Job:
    """Return the post that an entry of the table describes, without place and date."""
    title, occupation, _, kind, least, most, unit, hours, days, board, lodging, duties = entry
    hourly = kind in ("hourly", "temporary")
    job = Job(
        employer_id=firm.id,
        source_ref=reference,
        title=f"{title}（示例）",
        occupation=occupation,
        kind=JobKind(kind),
        duties=f"{duties}。这是示例岗位，不接受真实应聘。",
        requirements="年满18周岁，肯学习，遵守安全规定",
        benefits="带薪年假，节日慰问" if not hourly else "当天或每周结算",
        pay_min_fen=least * 100,
        pay_max_fen=most * 100 if most else None,
        pay_unit=PayUnit(unit),
        base_pay_fen=400_000 if unit == "piece" else None,
        minutes_per_day=hours * 60,
        days_per_week=days,
        insured=kind != "hourly",
        board=bool(board),
        lodging=bool(lodging),
        wanted=wanted,
        contract_months=None if hourly else 36,
        probation_months=0 if hourly or kind == "internship" else 2,
        address=firm.address,
    )
    job.employer = firm
    return job
