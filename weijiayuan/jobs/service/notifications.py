"""What jobs tell people: notices, and the rows of 我的事项."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from weijiayuan.jobs.models import Application, Employer, Job, JobReport, SavedSearch
from weijiayuan.jobs.rules.states import ApplicationState
from weijiayuan.kernel.clock import day_in_words, moment_in_words
from weijiayuan.notices import my_matters
from weijiayuan.notices.service import tell

STATE_WORDS = {
    ApplicationState.SENT: "已投递，等单位查看",
    ApplicationState.SEEN: "单位已查看",
    ApplicationState.TALKING: "单位想和您沟通",
    ApplicationState.INTERVIEW: "邀请面试",
    ApplicationState.OFFERED: "单位发出录用意向",
    ApplicationState.ACCEPTED: "您已接受，等单位确认录用",
    ApplicationState.HIRED: "已录用",
    ApplicationState.REJECTED: "未通过",
    ApplicationState.DECLINED: "您已谢绝",
    ApplicationState.WITHDRAWN: "已撤回",
}
TOLD = {
    ApplicationState.TALKING: "jobs_talk",
    ApplicationState.INTERVIEW: "jobs_interview",
    ApplicationState.OFFERED: "jobs_offer",
    ApplicationState.HIRED: "jobs_hired",
    ApplicationState.REJECTED: "jobs_no",
}
APPLICATION_PAGE = "/pages/jobs/application/application?id={id}"
BOARD_PAGE = "/packages/employer/board/board?job={id}"
POST_PAGE = "/packages/employer/edit/edit?id={id}"
EMPLOYER_PAGE = "/packages/employer/home/home"
SEARCH_PAGE = "/pages/jobs/list/list?saved={id}"


def state_words(application: Application) -> str:
    """Say where the application is, with the interview's time and place."""
    return f"{STATE_WORDS[application.state]}{appointment(application)}"


def appointment(application: Application) -> str:
    """Return the interview's time and place while one is to come, else nothing."""
    if application.state is not ApplicationState.INTERVIEW or not application.interview_at:
        return ""
    return f"：{moment_in_words(application.interview_at)} {application.interview_place}"


def show_matter(application: Application, job: Job, *, now: datetime) -> None:
    """Put the application among the matters of the applicant, in its present state."""
    my_matters.put(
        application.resident_id,
        kind="job_application",
        ref=str(application.id),
        title=f"应聘 {applied_title(application, job)}{appointment(application)}",
        state=application.state.value,
        state_text=STATE_WORDS[application.state],
        link=APPLICATION_PAGE.format(id=application.id),
        at=now,
        takes_place_at=application.interview_at if appointment(application) else None,
    )


def tell_applicant(application: Application, job: Job, *, step: UUID, now: datetime) -> None:
    """Tell the applicant about the employer's move; that it was seen needs no message."""
    template = TOLD.get(application.state)
    if template is None:
        return
    tell(
        application.resident_id,
        cause=f"job-application:{step}",
        template=template,
        facts={
            "title": applied_title(application, job),
            "employer": job.employer.name,
            "reason": application.reason,
            "at": moment_in_words(application.interview_at) if application.interview_at else "",
            "place": application.interview_place,
        },
        now=now,
        link=APPLICATION_PAGE.format(id=application.id),
    )


def applied_title(application: Application, job: Job) -> str:
    """Return the title that somebody applied under, whatever the post is called now."""
    return str((application.terms or {}).get("title", job.title))


def tell_of_changed_terms(job: Job, standing: Iterable[Application], *, now: datetime) -> None:
    """Tell those who applied that the post offers something else now."""
    tell_standing(job, standing, template="jobs_terms_changed", now=now)


def tell_of_no_place_left(job: Job, standing: Iterable[Application], *, now: datetime) -> None:
    """Tell those who wait that everybody who was wanted is hired."""
    tell_standing(job, standing, template="jobs_filled", now=now)


def tell_standing(
    job: Job, standing: Iterable[Application], *, template: str, now: datetime
) -> None:
    """Tell everybody whose application is on its way the same thing, once a version."""
    for application in standing:
        tell(
            application.resident_id,
            cause=f"{template}:{application.id}:{job.version}",
            template=template,
            facts={
                "title": applied_title(application, job),
                "employer": job.employer.name,
                "now": job.title,
            },
            now=now,
            link=APPLICATION_PAGE.format(id=application.id),
        )


def tell_recruiters(
    people: Iterable[UUID], job: Job, *, template: str, cause: str, now: datetime, **facts: str
) -> bool:
    """Tell everybody who acts for the employer about one of its posts; say whether it was new."""
    page = BOARD_PAGE if template in {"jobs_applied", "jobs_waiting"} else POST_PAGE
    said: dict[str, object] = {"title": job.title, "reason": job.state_reason, **facts}
    told = [
        tell(
            resident_id,
            cause=cause,
            template=template,
            facts=said,
            now=now,
            link=page.format(id=job.id),
        )
        for resident_id in people
    ]
    return any(told)


def tell_of_the_end(job: Job, people: Iterable[UUID], *, now: datetime) -> bool:
    """Tell an employer once on which day its post runs out; say whether it was new."""
    assert job.valid_until is not None
    return tell_recruiters(
        people,
        job,
        template="jobs_expiring",
        cause=f"job-expiring:{job.id}:{job.valid_until}",
        now=now,
        until=day_in_words(job.valid_until),
    )


def tell_of_other_name(
    employer: Employer, standing: Iterable[Application], *, was: str, now: datetime
) -> None:
    """Tell those who applied by what name the employer goes now."""
    for application in standing:
        tell(
            application.resident_id,
            cause=f"employer-renamed:{application.id}:{employer.version}",
            template="jobs_employer_renamed",
            facts={
                "title": applied_title(application, application.job),
                "was": was,
                "now": employer.name,
            },
            now=now,
            link=APPLICATION_PAGE.format(id=application.id),
        )


def tell_employer(
    people: Iterable[UUID], employer: Employer, *, template: str, now: datetime, **facts: str
) -> None:
    """Tell everybody who acts for the employer what staff decided about it."""
    said: dict[str, object] = {"name": employer.name, "reason": employer.state_reason, **facts}
    for resident_id in people:
        tell(
            resident_id,
            cause=f"employer:{employer.id}:{employer.state.value}:{now.isoformat()}",
            template=template,
            facts=said,
            now=now,
            link=EMPLOYER_PAGE,
        )


def tell_of_new_posts(saved: SavedSearch, count: int, *, now: datetime) -> None:
    """Tell a resident how many new posts answer a saved search."""
    tell(
        saved.resident_id,
        cause=f"job-search:{saved.id}:{saved.seen_number}",
        template="jobs_new",
        facts={"name": saved.name, "count": count},
        now=now,
        link=SEARCH_PAGE.format(id=saved.id),
    )


def tell_reporter(report: JobReport, *, now: datetime) -> None:
    """Tell whoever reported a post what came of it."""
    tell(
        report.resident_id,
        cause=f"job-report:{report.id}",
        template="jobs_report_settled",
        facts={"title": report.job.title, "answer": report.answer},
        now=now,
    )
