"""In which order the roads are offered to this person."""

from collections.abc import Iterator, Mapping
from typing import Any

from weijiayuan.appeals.legal_remedies.remedy_presentation import roads

FIRST = (
    ("child_hurt", (True,), "child_protection"),
    ("self_harm", (True,), "psychological_help"),
    ("matter", ("protection",), "protection_order"),
    ("danger_now", (True,), "police"),
    ("unperformed", (True,), "enforcement"),
    ("pending", ("award", "judgment"), "civil_suit"),
    ("pending", ("effective",), "enforcement"),
    ("pending", ("review_decision",), "administrative_suit"),
    ("pending", ("petition_opinion",), "petition"),
    ("matter", ("official_act",), "administrative_review"),
    ("matter", ("official_conduct", "accusation", "suggestion"), "petition"),
)
"""What comes before the usual order: if the question has one of the answers, the road."""
FIRST_WHERE_CALM = (
    ("matter", ("divorce",), "civil_suit"),
    ("matter", ("noise", "neighbours"), "people_mediation"),
    ("matter", ("public_space",), "department"),
    ("matter", ("hardship",), "aid"),
    ("matter", ("lawyer",), "legal_aid"),
    ("agreement", ("written",), "judicial_confirmation"),
    ("matter", ("question",), "legal_advice"),
)
"""The same where nobody lays hands on anybody."""
ENDANGERED = ("danger_now", "self_harm", "child_hurt")
AT_WORK = ("wages", "dismissal", "labour_other", "work_injury")
"""What is owed for work is asked for by 支付令 directly (劳动争议调解仲裁法 16)."""
RAN_AWAY = ("跑了", "跑路", "失联", "工友", "工程", "农民工")


ORDER_WISHED = ("保护令", "禁止令", "靠近", "法院", "裁定", "令", "接触")
"""Words of who asks for an order of a court; who tells only of blows calls the police first."""


def order(known: Mapping[str, Any], story: str) -> dict[str, int]:
    """Return the place of each road."""
    return {name: at for at, name in enumerate(dict.fromkeys(_order(known, story)))}


def _order(known: Mapping[str, Any], story: str) -> Iterator[str]:
    matter, calm = known.get("matter"), not known.get("violence")
    is_decided = known.get("unperformed") or known.get("pending") == "effective"
    is_order = "保护令" in story
    endangered = any(known.get(each) for each in ENDANGERED)
    if is_decided and calm and not endangered and not is_order:
        yield "enforcement"
    wished = any(word in story for word in ORDER_WISHED)
    told_of_blows = matter == "protection" and known.get("danger_now") and story and not wished
    if told_of_blows and not known.get("child_hurt"):
        yield "police"
    if matter == "noise" and known.get("public_place") and calm:
        yield "department"
    if known.get("agreement") == "broken" and matter not in AT_WORK:
        yield "civil_suit"
    for question, meant, road in FIRST + (FIRST_WHERE_CALM if calm else ()):
        if known.get(question) in meant:
            yield road
    if matter == "wages" and "employed" not in known and any(word in story for word in RAN_AWAY):
        yield "labour_inspection"
    rest = list(roads())
    if calm and matter not in ("fraud", "protection", None):
        rest.append(rest.pop(rest.index("police")))  # the card names its number already
    yield from rest
