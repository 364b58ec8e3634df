"""What everybody may see of jobs: search, one post in three forms, fairs, the rules of posts."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, request

from weijiayuan.accounts import current_caller
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.jobs.api import serializers
from weijiayuan.jobs.errors import FairNotFound, JobNotFound
from weijiayuan.jobs.models import Fair, Job
from weijiayuan.jobs.queries import job_fairs, posts, search
from weijiayuan.jobs.queries.facets import facets
from weijiayuan.jobs.queries.search_conditions import Asked
from weijiayuan.jobs.rules import json_ld
from weijiayuan.jobs.rules.occupations import KIND_WORDS, SHIFT_WORDS, occupations
from weijiayuan.jobs.rules.prohibited_content import law
from weijiayuan.jobs.rules.spatial_grid_cells import metres
from weijiayuan.jobs.rules.states import BARRED
from weijiayuan.jobs.schemas.job_fairs import FairPage, FairsIn, WholeFairOut
from weijiayuan.jobs.schemas.posts import (
    CatalogueOut,
    FacetsOut,
    FiltersIn,
    JobsPage,
    LawOut,
    OpenJobOut,
    SearchIn,
)
from weijiayuan.jobs.service.current_minimum_wage import in_force
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import Datum, point_of
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.pagination import Page, page_by
from weijiayuan.web.public_base_url import public_root

jobs = Blueprint("jobs", __name__, guard=open_to_all, description="线上招工：查找岗位")
FORMS = ("application/json", "application/ld+json", "text/html")


@jobs.get("")
@jobs.arguments(SearchIn, location="query")
@jobs.response(200, JobsPage)
def list_jobs(asked: dict[str, Any]) -> Response:
    """Search the open posts; the same words find the same posts on both engines."""
    today = clock.local_date(clock.now())
    limit, cursor = asked.pop("limit"), asked.pop("cursor")
    wanted = asked_for(asked)
    return conditional(
        f"{posts.board_version()}:{today}",
        lambda: serializers.list_page(
            search.search(wanted, today=today, limit=limit, cursor=cursor)
        ),
    )


@jobs.get("/facets")
@jobs.arguments(FiltersIn, location="query")
@jobs.response(200, FacetsOut)
def count_facets(asked: dict[str, Any]) -> Response:
    """Count the open posts that answer, by kind, community, occupation, pay and promises."""
    today = clock.local_date(clock.now())
    wanted = asked_for(asked)
    return conditional(f"{posts.board_version()}:{today}", lambda: facet_counts(wanted, today))


def facet_counts(wanted: Asked, today: date) -> dict[str, Any]:
    """Return the counts with their total."""
    counts: dict[str, Any] = facets(wanted, today=today)
    return {"total": counts.pop("total").get("all", 0)} | counts


def asked_for(asked: dict[str, Any]) -> Asked:
    """Return the search that the parameters mean. The datum of `near` is never assumed."""
    near, datum, employer = asked.pop("near"), asked.pop("datum"), asked.pop("employer")
    if near is None:
        return Asked(**asked, employer_id=employer)
    lng, lat = (float(part) for part in near.split(","))
    point = point_of({"lng": lng, "lat": lat, "datum": datum}).to(Datum.GCJ02)
    east, north = metres(point.lng, point.lat)
    assert east is not None
    assert north is not None
    return Asked(**asked, employer_id=employer, near=(east, north))


@jobs.get("/catalogue", alike=True)
@jobs.response(200, CatalogueOut)
def read_catalogue() -> dict[str, Any]:
    """Return the occupations, kinds and shifts of the form, and the minimum wage of today."""
    return {
        "occupations": [vars_of(each) for each in occupations().values()],
        "kinds": [{"code": kind.value, "name": words} for kind, words in KIND_WORDS.items()],
        "shifts": [{"code": code, "name": words} for code, words in SHIFT_WORDS.items()],
        "minimum_wage": in_force(clock.now()).wage,
    }


def vars_of(occupation: Any) -> dict[str, str]:
    """Return an occupation's parts."""
    return {"code": occupation.code, "name": occupation.name, "group": occupation.group}


@jobs.get("/law", alike=True)
@jobs.response(200, LawOut)
def read_law() -> Any:
    """Return the rules that posts are checked by, with their articles and remedies."""
    return law()


@jobs.get("/sitemap.xml")
@jobs.response(200, content_type="application/xml")
def read_sitemap() -> Response:
    """Return the addresses of all open posts for search engines."""
    today = clock.local_date(clock.now())

    def build() -> bytes:
        found = posts.open_ids(today)
        return json_ld.sitemap([(address(job_id), at) for job_id, at in found]).encode()

    return conditional(f"{posts.board_version()}:{today}", build, mimetype="application/xml")


def address(job_id: UUID) -> str:
    """Return the post's own address."""
    return f"{public_root()}/api/v1/jobs/{job_id}"


@jobs.get("/<uuid:job_id>")
@jobs.response(200, OpenJobOut)
@jobs.refuses(JobNotFound)
def read_job(job_id: UUID) -> Response | dict[str, Any]:
    """Return a post: JSON, or `application/ld+json` (schema.org JobPosting), or a page of it.

    A post that is not open is shown only to its employer and to who applied for it.
    """
    now = clock.now()
    today = clock.local_date(now)
    job = posts.job(job_id)
    if not posts.is_open(job, today=today):
        return closed_job(job, today)
    rate = posts.answer_rate(job.employer_id, now=now)
    form = request.accept_mimetypes.best_match(FORMS, FORMS[0])
    employer = f"{job.employer.state}:{job.employer.name}:{rate}"
    version = f"{job.version}:{job.hired}:{employer}:{today}:{form}"
    if form == FORMS[0]:
        answers = {"due": rate.due, "answered": rate.answered, "percent": rate.percent}
        facts = serializers.job_facts(job, today=today) | {"answers": answers}
        answer = conditional(version, lambda: OpenJobOut().dump(facts))
    else:
        answer = conditional(version, lambda: linked_form(job, form), mimetype=form)
    answer.vary.add("Accept")
    return answer


def linked_form(job: Job, form: str) -> Any:
    """Return the post as JSON-LD or as a page that holds it."""
    facts = {name: getattr(job, name) for name in serializers.PLAIN}
    point = None
    if job.lng is not None and job.lat is not None:
        point = point_of({"lng": job.lng, "lat": job.lat, "datum": "gcj02"}).to(Datum.WGS84)
    posting = json_ld.job_posting(
        facts
        | {
            "employer_name": job.employer.name,
            "community_name": serializers.community_name(job.community_code),
            "district_name": district().name,
            "region": district().province + district().city,
            "lng": point and point.lng,
            "lat": point and point.lat,
        },
        url=address(job.id),
    )
    return json_ld.page(posting).encode() if form == "text/html" else posting


def closed_job(job: Job, today: date) -> dict[str, Any]:
    """Return a post that is not open to who may see it. Raises `JobNotFound`."""
    caller = current_caller.someone()
    resident = caller.resident if caller else None
    if resident is not None and posts.acts_for(job.employer_id, resident.id):
        return serializers.job_facts(job, today=today) | {"answers": None}
    if resident is None or not posts.has_applied(job.id, resident.id):
        raise JobNotFound
    return serializers.published_facts(job, today=today) | {"answers": None}


@jobs.get("/fairs", alike=True)
@jobs.arguments(FairsIn, location="query")
@jobs.response(200, FairPage)
def list_fairs(asked: dict[str, Any]) -> Page[Fair]:
    """List the job fairs to come, the next one first."""
    coming = job_fairs.fairs_to_come(clock.now(), asked["market"])
    return page_by(coming, Fair.starts_at, Fair.id, limit=asked["limit"], cursor=asked["cursor"])


@jobs.get("/fairs/<uuid:fair_id>", alike=True)
@jobs.response(200, WholeFairOut)
@jobs.refuses(FairNotFound)
def read_fair(fair_id: UUID) -> dict[str, Any]:
    """Return a fair with its stands and posts."""
    return fair_facts(job_fairs.fair(fair_id, published=True), for_all=True)


def fair_row(fair: Fair) -> dict[str, Any]:
    """Return a fair as `FairOut` shows it."""
    names = ("id", "name", "starts_at", "ends_at", "place", "community_code", "market_id", "state")
    return {name: getattr(fair, name) for name in names}


def fair_facts(fair: Fair, *, for_all: bool = False) -> dict[str, Any]:
    """Return a fair as `WholeFairOut` shows it; for all only what is in public."""
    db.session.flush()
    today = clock.local_date(clock.now())
    stands, shown = job_fairs.stands(fair.id), job_fairs.fair_jobs(fair.id)
    if for_all:
        stands = [each for each in stands if each[1].state not in BARRED]
        shown = posts.open_among(shown, today=today)
    return fair_row(fair) | {
        "stands": [{"label": label, "employer": employer} for label, employer in stands],
        "jobs": serializers.jobs_facts(shown, today=today),
    }
