"""A market in a list, for residents and organisers alike."""

from datetime import datetime
from typing import Any

from weijiayuan.markets.models import Market


def market_in_list(market: Market, *, now: datetime) -> dict[str, Any]:
    """Return a market's own facts, its state as the clock has it."""
    return {
        "id": market.id,
        "community": market.community_code,
        "title": market.title,
        "place": market.place_name,
        "position": None
        if market.lng is None
        else {"lng": market.lng, "lat": market.lat, "datum": "gcj02"},
        "starts_at": market.starts_at,
        "ends_at": market.ends_at,
        "organiser": market.organiser_name,
        "intro": market.intro,
        "cover": market.cover_id,
        "series": market.series_id,
        "sign_ups_each": market.sign_ups_each,
        "sign_up_opens_at": market.sign_up_opens_at,
        "state": market.state_at(now),
        "published_at": market.published_at,
        "cancelled_reason": market.cancelled_reason,
        "is_sample": market.is_sample,
    }
