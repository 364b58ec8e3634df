"""Subscribe messages of WeChat: which to ask for, and what the resident answered."""

from typing import Any

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.notices import queries, service, subscribe_templates
from weijiayuan.notices.api.blueprint import mine
from weijiayuan.notices.models import SubscribeCredit
from weijiayuan.notices.rules import Kind
from weijiayuan.notices.schemas import OffersOut, SubscriptionIn, SubscriptionOut


@mine.get("/subscriptions")
@mine.response(200, OffersOut)
def list_subscriptions() -> dict[str, object]:
    """Return the subscribe templates to ask for, and how many messages each still allows."""
    held = queries.credits_of(current_resident_id())
    return {
        "items": [
            {
                "kind": kind,
                "credits": held.get(kind, 0),
                "template_id": template.id,
                "title": subscribe_templates.TITLES[kind],
                "long_term": template.long_term,
            }
            for kind, template in subscribe_templates.chosen().items()
        ]
    }


@mine.post("/subscriptions")
@mine.arguments(SubscriptionIn)
@mine.response(200, SubscriptionOut)
def answer_subscription(asked: dict[str, Any]) -> SubscribeCredit:
    """Keep what the resident answered when WeChat asked whether we may send a message."""
    kind = Kind(asked["template"])
    template = subscribe_templates.chosen().get(kind)
    return service.answer_subscription(
        current_resident_id(),
        kind=kind,
        answer=asked["result"],
        is_long_term=bool(template and template.long_term),
    )
