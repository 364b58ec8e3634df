from datetime import date, time, timedelta
from uuid import UUID

import pytest

from weijiayuan.accounts import sample as accounts_sample
from weijiayuan.db import db, transaction
from weijiayuan.kernel.clock import CHINA, at_local
from weijiayuan.markets import sample
from weijiayuan.markets.models import MenuItem


def test_the_sample_that_is_open_has_hours_a_market_could_have():
    for hour in range(24):
        now = at_local(date(2026, 11, 23), time(hour, 40))
        span = sample.hours_around(now)
        assert span.starts_at <= now < span.ends_at - timedelta(hours=1)
        opens, closes = (moment.astimezone(CHINA).hour for moment in (span.starts_at, span.ends_at))
        assert 8 <= opens < closes <= 21


@pytest.mark.usefixtures("district")
def test_sample_markets_are_loaded_once_and_take_sign_ups_now(take, client, organiser):
    with transaction():
        accounts_sample.load()
    with transaction():
        assert sample.load() == "3 sample markets"
    with transaction():
        assert sample.load() == "0 sample markets"
    shown = client.get("/api/v1/markets").json["items"]
    assert [each["state"] for each in shown] == ["running", "published"]
    for market in shown:
        items = client.get(f"/api/v1/markets/{market['id']}").json["items"]
        assert len(items) >= 5
        item = db.session.get(MenuItem, UUID(items[0]["id"]))
        assert take(item).status_code == 201
    past = client.get("/api/v1/markets", query_string={"past": "true"}).json["items"][-1]
    by_lot = client.get(f"/api/v1/markets/{past['id']}").json["items"][-1]
    drawn = client.get(f"/api/v1/draws/{by_lot['draw']}").json["entries"]
    assert [sum(row["won"] for row in drawn), len(drawn)] == [6, 12]
    total = organiser.get(f"/api/v1/markets/{past['id']}/figures").json["total"]
    assert total["served"] > 50
    assert total["came"] > total["served"]
