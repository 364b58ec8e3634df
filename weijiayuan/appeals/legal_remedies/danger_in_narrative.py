"""Danger told in what people say of a trouble, and what it means for the roads.

A quarrel about wages is like a report of danger in its anger, and most of what is told of a trouble
is over. Such stories are taught to the reader, which gives one verdict at every door. What opens
the card is told to the rules of the roads, so that nobody who is in danger is led to one table with
whom they fear.
"""

from collections.abc import Mapping
from typing import Any

from weijiayuan.appeals.legal_remedies.narrative_interpretation import BY_ACCIDENT, any_of
from weijiayuan.danger import Danger
from weijiayuan.danger.text_normalization import read as plainly

AT_HOME, OF_A_CHILD, OF_THE_MIND = "domestic", "child", "self_harm"
BY_FORCE = ("violence", "crime")
FAMILY = ("family", "former_family")
OF_OTHERS = ("neighbour", "employer", "business", "property_company", "landlord", "acquaintance")
FROM_SOMEBODY = (*BY_FORCE, AT_HOME, "threat")
DONE_TO_CHILDREN = ("crime", "missing")
"""Kinds that are a child's danger if they are told of a child."""
ACCIDENTS = ("medical", "traffic", "animal", "gas", "fire", "structure", "electric", "trapped")
WITH_OWN_ROAD = (
    *("work_injury", "traffic", "medical", "official_act", "body_injury", "consumer"),
    "public_space",
)
"""Kinds that nobody does to anybody, and matters whose own road their card does not change: the
card stands first with its numbers, and the first question is whether somebody is in danger."""
HURT = ("medical", "trapped")
"""Accidents of somebody: whoever looks after a place does not come to help them."""
LASTING = (AT_HOME, OF_THE_MIND, "threat")
"""Kinds that are not over because money is asked for beside them."""
CALM = (
    *("wages", "dismissal", "labour_other", "debt", "rent", "consumer", "property_service"),
    *("official_act", "official_conduct", "suggestion", "accusation", "question"),
)
"""Matters of paper and money: only words of violence outright make them violent."""


def heard(seen: Danger | None, story: str, read: Mapping[str, Any]) -> dict[str, bool]:
    """Return which questions about danger a story answers with yes, by the danger seen in it.

    `read`: what else the story answers.
    """
    matter, plain = read.get("matter"), plainly(story)
    if seen is None or _is_withdrawn_child(seen.kind, plain, matter):
        return {}
    kind = _kind(seen, read, plain)
    of_somebody = kind in HURT and matter == "public_space"
    urgent = of_somebody or any_of("danger", "unconscious").search(plain) is not None
    apart = kind in ACCIDENTS and matter in WITH_OWN_ROAD and not urgent
    over = _is_over(kind, plain) or apart or (kind, matter) == ("crime", "official_act")
    answers = {} if over else {"danger_now": True}
    if kind == OF_THE_MIND:
        answers["self_harm"] = True
    if _is_of_a_child(kind, plain, matter):
        answers["child_hurt"] = True
    if kind == AT_HOME or (kind in FROM_SOMEBODY and matter not in CALM):
        answers["violence"] = True
    return answers


def _kind(seen: Danger, read: Mapping[str, Any], plain: str) -> str:
    """Return the kind of danger: a blow that was sewn up, by who is no kin, is none at home."""
    side = read.get("other_side")
    at_home = side in FAMILY or not (side in OF_OTHERS or any_of("danger", "settled").search(plain))
    return BY_FORCE[0] if seen.kind == AT_HOME and not at_home else seen.kind


def _is_withdrawn_child(kind: str, plain: str, matter: str | None) -> bool:
    """Tell whether it is a child's silence alone: of the mind first, not what is done to it."""
    is_silence = (kind, matter) == (OF_A_CHILD, "mood")
    return is_silence and any_of("danger", "marks").search(plain) is None


def _is_over(kind: str, plain: str) -> bool:
    """Tell whether a hurt is told of by who asks for what it cost: the card stands, danger is over.

    A blow needs more than that: somebody was sewn up, or it is talked about with who struck. What
    somebody does to a child is not over.
    """
    if kind in LASTING or (kind == OF_A_CHILD and _is_done_to_a_child(plain)):
        return False
    words = any_of("danger", "settled" if kind in BY_FORCE else "claimed")
    return words.search(plain) is not None


def _is_of_a_child(kind: str, plain: str, matter: str | None) -> bool:
    if kind == OF_A_CHILD:
        by_somebody = matter not in BY_ACCIDENT or _is_done_to_a_child(plain)
        return by_somebody and not _is_over(kind, plain)
    told = "minor" if kind in DONE_TO_CHILDREN else "struck_child"
    by_somebody = kind in (*DONE_TO_CHILDREN, *FROM_SOMEBODY)
    return by_somebody and any_of("danger", told).search(plain) is not None


def _is_done_to_a_child(plain: str) -> bool:
    named = (any_of("danger", listed).search(plain) for listed in ("struck_child", "harmed_child"))
    return any(named)
