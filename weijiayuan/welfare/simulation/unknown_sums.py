"""Sums that nobody knows: benefits without a figure, and a reform of what had none before."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from weijiayuan.rules_engine.pack.fact_dependencies import expressions_of, parameters_in
from weijiayuan.rules_engine.pack.model import Pack, Parameter
from weijiayuan.welfare.simulation.rule_overlay import Overlay, changed

Json = dict[str, Any]
NOT_FOUND = "没有找到"
NAMED = 3
"""So many benefits without a figure are named in the sentence; beside it stand all."""


def is_found(parameter: Parameter, on: date) -> bool:
    """Tell whether a parameter has a figure on a day."""
    value = parameter.on(on)
    return value is not None and value.figure is not None


def unfounded(pack: Pack, before: Overlay, after: Overlay, on: date) -> list[set[str]]:
    """Return, of either side, the policies that rest on a figure which only the other side has."""
    packs = [changed(pack, overlay) for overlay in (before, after)]
    found = [{n for n, p in one.parameters.items() if is_found(p, on)} for one in packs]
    return [set(_resting_on(one, found[1 - side] - found[side])) for side, one in enumerate(packs)]


def _resting_on(pack: Pack, names: set[str]) -> Iterator[str]:
    if names:
        for policy in pack.policies.values():
            if names & {each.id for each in parameters_in(pack, expressions_of(policy))}:
                yield policy.id


def without_comparison(policies: Sequence[Json], unfounded: Sequence[set[str]]) -> Iterator[Json]:
    """Yield the policies that pay, and whose sum is known on one side only; say so in them."""
    for policy in policies:
        concerned = sum(policy["heads"]) + sum(policy["needs_office"]) > 0
        sides = [s for s in (0, 1) if policy["id"] in unfounded[s] and policy["is_summed"][1 - s]]
        if concerned and sides:
            policy["is_summed"] = [side not in sides for side in (0, 1)]
            yield policy


def leave_out_differences(result: Json) -> None:
    """Take out whatever compares the sums before with those after: there is nothing to compare."""
    result["deciles"], result["poverty"] = [], None
    result["groups"] = {name: [] for name in result["groups"]}
    for row in result["cliffs"]["items"]:
        row["households"][0] = None
    for row in result["marginal"]:
        row["rate"][0] = None
    for sums in (result.get("sampling", {}).get(key, {}) for key in ("drawn_fen", "district_fen")):
        for name in ("before", "change"):
            sums.pop(name, None)


def uncounted(pack: Pack, policies: Sequence[Json]) -> list[Json]:
    """Return the benefits that are in no sum after the reform although somebody may have them.

    First those whose figure was looked for in vain, then those of most people. Where some have a
    sum and some have none, only the latter are counted.
    """
    found = []
    for policy in policies:
        is_part = policy["is_summed"][1]
        possible = policy["heads"][1] + policy["needs_office"][1]
        count = policy["unknown"][1] if is_part else possible
        if count:
            amount = pack.policies[policy["id"]].amount
            is_looked_for = amount.expression is not None or NOT_FOUND in amount.text
            unit = "户" if policy["counts"] == "households" else "人"
            entry = {"name": policy["name"], "count": count, "unit": unit, "is_part": is_part}
            found.append((is_part, not is_looked_for, -count, policy["id"], entry))
    return [entry for *_, entry in sorted(found)]


def in_brackets(uncounted: Sequence[Json]) -> str:
    """Say in brackets what the sums leave out: by name if it is little, and how many."""
    names = [each["name"] for each in uncounted]
    if not names:
        return ""
    said = "、".join(names[:NAMED])
    if len(names) > NAMED:
        said += f"等 {len(names)} 项"
    where = "，名单在下面" if len(names) > NAMED else ""
    return f"（{said}没有找到金额或不按定额发钱，没有算进来{where}）"


def listed(uncounted: Sequence[Json]) -> list[str]:
    """Return the whole list of what the sums leave out, with whom it concerns."""
    if not uncounted:
        return []
    names = [
        f"{each['name']} {each['count']} {each['unit']}{'没有金额' if each['is_part'] else ''}"
        for each in uncounted
    ]
    head = f"没有算进来的 {len(names)} 项（够条件的和要由窗口定的人数、户数）"
    return [f"{head}：{'、'.join(names)}。"]
