"""How tests reach the pages of 党群服务."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from tests.browser.visits import Visit, visit
from tests.browser.visits_venues import get, post, take_on
from tests.directory.test_resource_sharing import make_member, make_resource
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock


def a_site(live, kind="centre"):
    return get(live, f"/sites?kind={kind}")["items"][0]


def conditional_services(live):
    """Services for some people alone, each once."""
    items = get(live, "/services?limit=50")["items"]
    return list({one["id"]: one for one in items if one["conditional"]}.values())


@visit("packages/directory/site/site")
def a_centre(live):
    return Visit(query=f"?id={a_site(live)['id']}")


@visit("packages/directory/service/service")
def a_service_with_conditions(live):
    return Visit(query=f"?id={conditional_services(live)[0]['id']}")


def lending(live):
    """Somebody who acts for a member that lends a laboratory and asked for it themselves."""
    persona = f"member-{uuid4()}"
    live.session(persona)
    with live.app.app_context():
        resident = db.session.scalars(select(Resident).filter_by(openid=openid_of(persona))).one()
        member = make_member(f"示例研究院{uuid4().hex[:4]}", resident)
        lab, starts_at = make_resource(member).id, clock.now() + timedelta(days=3)
        ends_at = starts_at + timedelta(hours=2)
        times = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
        body = {"organisation": str(member.id), "purpose": "科普开放日", **times}
    post(live, persona, f"/resources/{lab}/requests", body)
    return Visit(persona=persona)


visit("packages/directory/resources/resources")(lending)
visit("packages/directory/loans/loans")(lending)


@visit("packages/directory/check/check")
def the_keeper_of_sites(live):
    persona = f"keeper-{uuid4()}"
    take_on(live, persona)
    return Visit(persona=persona)
