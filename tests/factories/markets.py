from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from tests.factories import saved
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.markets.models import Market, MenuItem, Window
from weijiayuan.markets.rules.states import ItemMode, MarketState
from weijiayuan.markets.service import market_planning

COMMUNITY = "440311001001"
KINDS = ["haircut", "clinic", "knife-sharpening", "legal-advice", "phone-class", "clothes-mending"]
numbers = count(1)


def make_market(*, state: MarketState = MarketState.PUBLISHED, in_hours: float = 24, **given: Any):
    """A market of three hours that begins so many hours from now."""
    starts_at = clock.now().replace(microsecond=0) + timedelta(hours=in_hours)
    usual = {
        "community_code": COMMUNITY,
        "title": f"光明社区便民集市{next(numbers)}",
        "place_name": "光明社区广场",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "organiser_name": "小李",
        "created_by": uuid4(),
        "state": state,
    }
    return saved(Market(**usual | given))


def make_item(market: Market, service: str = "haircut", **given: Any) -> MenuItem:
    """A service of the market: 20 places for sign-up, 3 for walk-ins, 1 for elders."""
    line = {
        "service": service,
        "provider": "社区志愿队",
        "minutes": 15,
        "stations": 2,
        "places": 20,
        "places_walk_in": 3,
        "places_elder": 1,
    } | given
    line["mode"] = ItemMode(line.get("mode", "queue"))
    with transaction():
        held = db.session.get(Market, market.id)
        asked = market_planning.LineAsked(**line)
        market_planning.write_line(held, None, asked, position=next(numbers), now=clock.now())
    wanted = db.select(MenuItem).filter_by(market_id=market.id).order_by(MenuItem.position.desc())
    return db.session.scalars(wanted).first()


def windows_of(item: MenuItem) -> list[Window]:
    wanted = db.select(Window).filter_by(item_id=item.id).order_by(Window.position)
    return list(db.session.scalars(wanted, execution_options={"populate_existing": True}))
