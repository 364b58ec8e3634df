"""What a resident has of their own in jobs: profile, applications, saved searches, reports."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident
from weijiayuan.accounts.guards import require_resident
from weijiayuan.db import db
from weijiayuan.jobs.api import serializers
from weijiayuan.jobs.api.public import asked_for
from weijiayuan.jobs.errors import (
    ApplicationNotFound,
    ProfileMissing,
    SavedSearchNotFound,
    TooManySearches,
)
from weijiayuan.jobs.models import Application, JobProfile, SavedSearch
from weijiayuan.jobs.queries import applications as queries
from weijiayuan.jobs.queries import saved_searches as searches
from weijiayuan.jobs.schemas.employers_and_applicants import (
    ApplicationOut,
    MyApplicationsIn,
    ProfileIn,
    ProfileOut,
    SavedIn,
    SavedOut,
    SavedsOut,
    WholeApplicationOut,
)
from weijiayuan.jobs.service import applications as service
from weijiayuan.jobs.service import saved_searches
from weijiayuan.kernel import clock
from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

my_jobs = Blueprint(
    "my_jobs",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/me",
    description="我的求职",
)


@my_jobs.get("/applications")
@my_jobs.arguments(MyApplicationsIn, location="query")
@my_jobs.response(200, page_schema(ApplicationOut))
def list_applications(asked: dict[str, Any]) -> dict[str, Any]:
    """List the resident's applications, of one post if it is named, newest first."""
    now = clock.now()
    found = page_by(
        queries.my_applications(current_resident().id, asked["job"]),
        Application.created_at,
        Application.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = [serializers.application_facts(each, now=now) for each in found.items]
    return {"items": items, "next_cursor": found.next_cursor}


@my_jobs.get("/applications/<uuid:application_id>")
@my_jobs.response(200, WholeApplicationOut)
@my_jobs.refuses(ApplicationNotFound)
def read_application(application_id: UUID) -> dict[str, Any]:
    """Return one application with every step."""
    found = queries.my_application(application_id, current_resident().id)
    facts = serializers.application_facts(found, now=clock.now())
    return facts | {"steps": queries.moves(found.id)}


@my_jobs.get("/job-profile")
@my_jobs.response(200, ProfileOut)
@my_jobs.refuses(ProfileMissing)
def read_profile() -> dict[str, Any]:
    """Return the resident's profile."""
    found = queries.profile(current_resident().id)
    if found is None:
        raise ProfileMissing
    return profile_facts(found)


@my_jobs.put("/job-profile")
@my_jobs.arguments(ProfileIn)
@my_jobs.response(200, ProfileOut)
def write_profile(given: dict[str, Any]) -> dict[str, Any]:
    """Replace the resident's profile. Applications keep what was sent with them."""
    return profile_facts(service.write_profile(current_resident(), given, now=clock.now()))


def profile_facts(profile: JobProfile) -> dict[str, Any]:
    """Return a profile as `ProfileOut` shows it."""
    body: dict[str, Any] = json.load(profile.body)
    return body | {"changed_at": profile.changed_at}


@my_jobs.get("/job-searches")
@my_jobs.response(200, SavedsOut)
def list_searches() -> dict[str, Any]:
    """List the searches that the resident wants to be told about."""
    return {"items": searches.saved_searches(current_resident().id)}


@my_jobs.post("/job-searches")
@my_jobs.arguments(SavedIn)
@my_jobs.response(201, SavedOut)
@my_jobs.refuses(TooManySearches)
def save_search(given: dict[str, Any]) -> SavedSearch:
    """Save a search: new posts that answer it are told of, once a day at most."""
    asked = asked_for(dict(given["asked"]))
    return saved_searches.save_search(current_resident(), name=given["name"], asked=asked)


@my_jobs.delete("/job-searches/<uuid:search_id>")
@my_jobs.response(204)
@my_jobs.refuses(SavedSearchNotFound)
def forget_search(search_id: UUID) -> None:
    """Stop telling of a search."""
    db.session.delete(searches.saved_search(search_id, current_resident().id))
