"""The labelled stories, and how the product does on them: `python -m tests.appeals.stories`."""

import sys
import tomllib
from datetime import date
from pathlib import Path

from weijiayuan.appeals.legal_remedies.remedy_advice import advise
from weijiayuan.places.working_calendar import calendar_of

TODAY = date(2026, 11, 28)
CALENDAR = calendar_of([], announced=[2026])


def stories():
    return tomllib.loads((Path(__file__).parent / "stories.toml").read_text("utf-8"))["stories"]


def told_by_others(*sets):
    """Return the stories of some sets: the roads to offer first, others, the words."""
    lines = [
        line
        for name in sets
        for line in (Path(__file__).parent / f"stories_{name}.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    rows = [line.split("|") for line in lines]
    return [(tops.split("/"), [a for a in also.split(",") if a], text) for tops, also, text in rows]


def told(story):
    return advise({}, story=story["text"], on=TODAY, calendar=CALENDAR)


def faults(story):
    said, wrong = told(story), []
    open_roads = {line["road"] for line in said.roads if line["likely"] or line["fits"] == "yes"}
    if said.top != story["top"]:
        wrong.append(f"top {said.top} for {story['top']}")
    wrong += [
        f"missing {road}"
        for road in [story["top"], *story.get("also", [])]
        if road not in open_roads
    ]
    ends = {line["road"]: line["deadline"] for line in said.roads if line["deadline"]}
    wrong += [
        f"day {road} {ends.get(road) and ends[road]['last_safe_day']} for {day}"
        for road, day in story.get("safe", {}).items()
        if road not in ends or str(ends[road]["last_safe_day"]) != day
    ]
    if bool(story.get("danger")) != (said.danger is not None):
        wrong.append(f"danger {said.danger}")
    return wrong


if __name__ == "__main__":
    for story in stories():
        if found := faults(story):
            sys.stdout.write(f"{story['text']}\n  {found}\n  {told(story).read}\n")
