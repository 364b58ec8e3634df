"""Results of a simulation as charts: options for ECharts, which the desk pages draw."""

from typing import Any

Json = dict[str, Any]
SIDES = ("现行", "改革后")
TITLES = (
    ("age", "按年龄：多得和少得的人数"),
    ("street", "按街道：多得和少得的户数"),
    ("income", "按家庭月收入：多得和少得的户数"),
)


def of(result: Json) -> list[Json]:
    """Return the charts of a simulation's result: money, gains and losses by group, cliffs."""
    moved = [p for p in result["policies"] if has_moved(p)]
    names = [policy["name"] for policy in moved]
    known = [p for p in moved if all(p["is_summed"])]
    cost = _bars(
        "cost",
        "每年支出（万元，按上限）",
        [policy["name"] for policy in known],
        _two(known, lambda p, side: round(p["cost_at_most_fen"][side] / 1_000_000, 2)),
    )
    found = [cost] if known or not moved else []
    found.append(
        _bars("heads", "享受的人数或户数", names, _two(moved, lambda p, side: p["heads"][side]))
    )
    for group, title in TITLES if result["is_compared"] else ():
        rows = result["groups"][group]
        series = {
            "增加": [row["gain"] for row in rows],
            "减少": [-row["lose"] for row in rows],
        }
        found.append(_bars(group, title, [r["group"] for r in rows], series))
    rows = result["cliffs"]["items"]
    cliffs = _two(rows, lambda row, side: row["households"][side])
    cliffs = {name: data for name, data in cliffs.items() if None not in data}
    title = "挣得最多的一位每月多挣 100 元，全家反而更少的户数"
    found.append(_bars("cliffs", title, [row["group"] for row in rows], cliffs))
    return found


def has_moved(policy: Json) -> bool:
    """Tell whether a reform changes anything about a policy."""
    return any(
        policy[key][0] != policy[key][1] for key in ("heads", "needs_office", "cost_at_most_fen")
    )


def _two(rows: list[Json], value: Any) -> dict[str, list[Any]]:
    return {name: [value(row, side) for row in rows] for side, name in enumerate(SIDES)}


def _bars(name: str, title: str, labels: list[str], series: dict[str, list[Any]]) -> Json:
    return {
        "id": name,
        "option": {
            "title": {"text": title},
            "tooltip": {"trigger": "axis"},
            "legend": {"bottom": 0},
            "xAxis": {"type": "category", "data": labels},
            "yAxis": {"type": "value"},
            "series": [{"name": key, "type": "bar", "data": data} for key, data in series.items()],
        },
    }
