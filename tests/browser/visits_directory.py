"""How tests reach the pages of 党群服务."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from tests.browser.visits import Visit, visit
from tests.browser.visits_venues import get, post, take_on
from tests.directory.test_resource_sharing import make_member, make_resource
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, transaction
from weijiayuan.directory.queries import alliance_charter as queries
from weijiayuan.directory.rules.alliance_charter import TWO_THIRDS
from weijiayuan.directory.service import alliance_charter
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
    """Somebody who acts for a member that lends a laboratory, and for one that asked for it."""
    persona = f"member-{uuid4()}"
    live.session(persona)
    with live.app.app_context():
        resident = db.session.scalars(select(Resident).filter_by(openid=openid_of(persona))).one()
        member = make_member(f"示例研究院{uuid4().hex[:4]}", resident)
        taker = make_member(f"示例社区{uuid4().hex[:4]}", resident)
        lab, starts_at = make_resource(member).id, clock.now() + timedelta(days=3)
        ends_at = starts_at + timedelta(hours=2)
        times = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
        body = {"organisation": str(taker.id), "purpose": "科普开放日", **times}
    post(live, persona, f"/resources/{lab}/requests", body)
    return Visit(persona=persona)


visit("packages/directory/resources/resources")(lending)
visit("packages/directory/loans/loans")(lending)


def an_open_charter(live):
    """Somebody who acts for a member, and a version of the charter that is voted on."""
    persona = f"member-{uuid4()}"
    live.session(persona)
    with live.app.app_context():
        resident = db.session.scalars(select(Resident).filter_by(openid=openid_of(persona))).one()
        make_member(f"示例表决单位{uuid4().hex[:4]}", resident)
        with transaction():
            if (standing := queries.open_charter()) is not None:
                alliance_charter.take_back(standing, words="换一版再表决", now=clock.now())
            alliance_charter.propose(
                "第一条 用前约定，用后恢复。\n第二条 没有人有义务收支相抵。",
                share=TWO_THIRDS,
                reason="加一条互助账的约定",
                by=resident.id,
                now=clock.now(),
            )
    return persona


@visit("packages/directory/charter/charter")
def the_charter(live):
    return Visit(persona=an_open_charter(live))


@visit("packages/directory/check/check")
def the_keeper_of_sites(live):
    persona = f"keeper-{uuid4()}"
    take_on(live, persona)
    return Visit(persona=persona)
