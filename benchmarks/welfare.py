"""The welfare engine: over HTTP beside the bare view, and in process against its own reaches.

`python -m benchmarks welfare` measures; `python -m benchmarks.welfare docs/pictures` draws the
pictures of docs/welfare.md (needs matplotlib).
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.load import drive, request
from benchmarks.measure import Row, against_bare, say
from benchmarks.servers import Running
from weijiayuan.district.profile import default_name, folder_of, read_profile
from weijiayuan.rules_engine.advise.forecast import Forecaster
from weijiayuan.rules_engine.evaluate.answers import Household, checked_answer
from weijiayuan.rules_engine.evaluate.engine import DayRules, Engine, Outcome
from weijiayuan.rules_engine.evaluate.population_columns import household_at
from weijiayuan.rules_engine.evaluate.vector_evaluator import Vector
from weijiayuan.rules_engine.pack.model import Kind
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.rules_engine.values.interval import TRUE, UNKNOWN
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import Reform, simulate
from weijiayuan.welfare.simulation.rule_overlay import Overlay
from weijiayuan.welfare.simulation.synthetic_population import Synthetic

DISTRICT = read_profile(folder_of(default_name()))
CENSUS = read_census(DISTRICT.folder)

ON = date(2026, 11, 23)
ONE = {
    "household": {"people": 1, "lives_in": "guangming"},
    "applicant": {"birth_date": "1946-11-30", "hukou": "guangming"},
}
FOUR = {
    "household": {"people": 4, "lives_in": "guangming", "home": "rents", "hardship": "none"},
    "applicant": {"birth_date": "1986-03-04", "sex": "male", "hukou": "guangming"},
    "members": [
        {"relation": "spouse", "birth_date": "1988-01-01", "hukou": "guangming"},
        {"relation": "child", "birth_date": "2025-05-01", "hukou": "guangming"},
        {"relation": "parent", "birth_date": "1946-11-30", "hukou": "guangming"},
    ],
}


def measures(product: Running, bare: Running) -> Iterator[Row]:
    lists = [request("GET", "/api/v1/welfare/policies")]
    yield against_bare("GET /welfare/policies", product, bare, lists, reach=0.5)
    for name, answers, detail in (
        ("one person", ONE, "full"),
        ("a family of four", FOUR, "full"),
        ("one person, verdicts alone", ONE, "verdicts"),
        ("a family of four, verdicts alone", FOUR, "verdicts"),
    ):
        what = f"POST /welfare/assessments, {name}"
        posts = [_assessment(answers, detail)]
        yield against_bare(what, product, bare, posts, reach=0.5)
        say(f"{what}: waits at two connections")
        wait = drive(product.port, posts, connections=2, seconds=3).wait(0.99)
        yield Row(f"{what}, p99 at two connections", f"{wait:.1f} ms", "≤ 4 ms", wait <= 4)
    yield from in_process()


def _assessment(answers: dict[str, Any], detail: str) -> bytes:
    asked = {"on": ON.isoformat(), "answers": answers, "detail": detail}
    body = json.dumps(asked).encode()
    return request("POST", "/api/v1/welfare/assessments", body=body)


def in_process() -> Iterator[Row]:
    """Measure the engine alone, single thread, by processor time: others at work do not count."""
    pack = read_pack(DISTRICT.pack_folder)
    begin = time.process_time()
    rules = DayRules(pack, ON)
    took = 1000 * (time.process_time() - begin)
    yield Row("compile the rules of a day", f"{took:.0f} ms", "≤ 300 ms", took <= 300)
    adviser = Adviser(pack)
    desk, four = adviser.desk(ON), adviser.household(FOUR, ON)
    took = _microseconds(lambda: rules.assess(four, ON))
    yield Row("assess a family of four, with trace", f"{took:.0f} µs", "≤ 150 µs", took <= 150)
    took = _microseconds(lambda: adviser.assessment(four, ON))
    yield Row("the same with every reason in words and the next question", f"{took:.0f} µs")
    took = _microseconds(lambda: adviser.assessment(four, ON, in_full=False))
    yield Row("the same with verdicts alone and the next question", f"{took:.0f} µs")
    say("next questions along 100 talks")
    waits = sorted(_next_question_waits(adviser))
    p99 = waits[int(0.99 * len(waits))]
    yield Row("next question, p99 along 100 talks", f"{p99:.0f} µs", "≤ 500 µs", p99 <= 500)
    ahead = Forecaster(Engine(pack))
    took = _microseconds(lambda: ahead.changes(four, ON, date(2036, 11, 23)), times=30) / 1000
    yield Row("forecast of ten years, family of four", f"{took:.1f} ms", "≤ 5 ms", took <= 5)
    yield from _population(adviser, desk.rules)
    yield from _questions(adviser)


def _microseconds(work: Callable[[], object], times: int = 300) -> float:
    """Return the median over five rounds."""
    rounds = []
    for _ in range(5):
        begin = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - begin) / times * 1e6)
    return statistics.median(rounds)


def _population(adviser: Adviser, rules: DayRules) -> Iterator[Row]:
    say("a population of 300,000")
    drawn = Synthetic(adviser.pack, census=CENSUS, people=300_000, on=number_of(ON), seed=1)
    vector = Vector(rules.built, rules.bits, exact=True)
    rates = []
    for _ in range(5):
        begin = time.process_time()
        for _ in vector.chunks(drawn.population, on=number_of(ON)):
            pass
        rates.append(drawn.count / (time.process_time() - begin) / 1e6)
    rate = statistics.median(rates)
    what = "population, whole pack with household folds, one thread"
    yield Row(what, f"{rate:.1f} million persons/s", "≥ 3 million/s", rate >= 3)


def sample(adviser: Adviser, count: int) -> list[Household]:
    """Return the fixed sample: every answer known, drawn with seed 7."""
    drawn = Synthetic(adviser.pack, census=CENSUS, people=4 * count, on=number_of(ON), seed=7)
    picks = random.Random(7).sample(range(len(drawn.sizes)), count)
    return [household_at(adviser.pack, drawn.population, pick) for pick in picks]


class Step(NamedTuple):
    """How many verdicts are settled, the microseconds of choosing, whether something is told."""

    settled: int
    took: float
    is_useful: bool
    is_asked: bool


def talk(
    adviser: Adviser,
    truth: Household,
    only: frozenset[str] | None = None,
    begun: Household | None = None,
) -> Iterator["Step"]:
    """Ask until all is settled, first how many people there are; yield how far it is each time.

    `only` names the policies that somebody came for.
    """
    desk = adviser.desk(ON)
    focus = adviser.focus(only, ON)
    unasked = desk.rules.assess(Household({}, ({},)), ON)
    told_to_all = {o.rule.policy.id for o in unasked.outcomes if _is_told(o)}
    people_question = adviser.pack.people_question
    answers: dict[str, Any] = dict(begun.answers) if begun else {}
    people = tuple(dict(each) for each in begun.people) if begun else ({},)
    while True:
        assessment = desk.rules.assess(Household(answers, people), ON)
        begin = time.process_time()
        asked = desk.asker.next_question(assessment, only, focus)
        took = (time.process_time() - begin) * 1e6
        open_ones = {o.rule.policy.id for o in assessment.outcomes if o.open}
        open_ones |= assessment.unlisted.keys()
        told = {o.rule.policy.id for o in assessment.outcomes if _is_told(o)}
        is_useful = bool((told if only is None else told & only) - told_to_all)
        settled = len(adviser.pack.policies) - len(open_ones)
        yield Step(settled, took, is_useful=is_useful, is_asked=asked is not None)
        if asked is None:
            return
        name = asked.question.id
        if asked.who is None:
            answers[name] = truth.answers[name]
            if name == people_question:
                people = tuple({} for _ in truth.people)
            continue
        together = asked.others if begun and asked.question.kind in ON_ONE_SCREEN else ()
        for who in (asked.who, *together):
            people[who][name] = truth.people[who][name]


def _is_told(outcome: Outcome) -> bool:
    """Tell whether a benefit is due, or nothing but the window can tell."""
    is_for_the_window = outcome.verdict == UNKNOWN and not outcome.open
    return is_for_the_window or outcome.verdict == TRUE


def _next_question_waits(adviser: Adviser) -> list[float]:
    return [step.took for truth in sample(adviser, 100) for step in talk(adviser, truth)]


def _questions(adviser: Adviser) -> Iterator[Row]:
    say("how many questions settle everything, 400 households")
    shares, counts = [], []
    bits = adviser.desk(ON).rules.bits
    for truth in sample(adviser, 400):
        asked = sum(1 for _ in talk(adviser, truth)) - 1
        counts.append(asked)
        shares.append(asked / (len(bits.household) + len(bits.person) * len(truth.people)))
    share = statistics.mean(shares)
    figure = f"{100 * share:.0f} % of those there are (mean {statistics.mean(counts):.0f})"
    yield Row("questions to settle everything, 400 households", figure, "≤ 40 %", share <= 0.4)


class Talked(NamedTuple):
    """How many questions bring the first useful answer, and how many there are to the end."""

    useful: int
    end: int


def questions_by_event(adviser: Adviser, households: int = 200) -> dict[str, list[Talked]]:
    """Return, by life event, how many questions are put, household by household.

    Useful is the first benefit that is due or that nothing but the window can tell (what it tells
    everybody apart), or to know of all of them that they are not. As on the phone, how many people
    there are, who they are and whom the event is about are one question each, and so is what one
    screen asks of several people; every other question counts.
    """
    truths = sample(adviser, households)
    return {
        event["label"]: [_talked(adviser, truth, event) for truth in truths]
        for event in adviser.life_events(ON)
    }


def _talked(adviser: Adviser, truth: Household, event: dict[str, Any]) -> Talked:
    """Return how many questions somebody answers who came for an event."""
    known = [_told_at_once(adviser, person, event["who"]) for person in truth.people]
    begun = Household({adviser.pack.people_question: len(known)}, tuple(known))
    first = 1 + (len(known) > 1) + (event["who"] is not None)
    steps = list(talk(adviser, truth, frozenset(event["policies"]), begun))
    end = len(steps) - 1
    useful = next((n for n, step in enumerate(steps) if step.is_useful), end)
    return Talked(first + useful, first + end)


ON_ONE_SCREEN = {Kind.YES_NO, Kind.DATE}
"""What the phone asks of several people at once: who is it, and when everybody was born."""


def _told_at_once(adviser: Adviser, person: Any, who: dict[str, Any] | None) -> dict[str, Any]:
    """Return what is known of a person once the family and whom it is about were told."""
    questions = adviser.pack.questions
    told = {"relation": person["relation"]} if "relation" in person else {}
    if who is None:
        return told
    rest = {name: checked_answer(questions[name], value, ON) for name, value in who["rest"].items()}
    said = {name: checked_answer(questions[name], v, ON) for name, v in who["chosen"].items()}
    first = next(iter(rest))
    return told | (rest if _is_so(person.get(first), rest[first]) else said)


def _is_so(truth: Any, said: Any) -> bool:
    if isinstance(said, frozenset):
        return truth in said
    if isinstance(said, tuple):
        return bool(said[0] <= truth <= said[1])
    return bool(truth == said)


# -- pictures


def draw(folder: Path) -> None:
    """Draw the settling curve and the minimum wage simulation."""
    import matplotlib as mpl  # noqa: PLC0415  # only who draws needs it

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "weijiayuan"
    folder.mkdir(parents=True, exist_ok=True)
    adviser = Adviser(read_pack(DISTRICT.pack_folder))
    _draw_settling(adviser, folder / "welfare-settling.svg")
    _draw_wage(adviser, folder)


def _draw_settling(adviser: Adviser, path: Path) -> None:
    from matplotlib import pyplot as plt  # noqa: PLC0415

    curves = [[step.settled for step in talk(adviser, truth)] for truth in sample(adviser, 400)]
    longest, total = max(map(len, curves)), len(adviser.pack.policies)
    padded = [curve + [curve[-1]] * (longest - len(curve)) for curve in curves]
    columns = list(zip(*padded, strict=True))
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.plot([statistics.mean(column) for column in columns], label="mean")
    low, high = ([statistics.quantiles(c, n=10)[end] for c in columns] for end in (0, 8))
    axes.fill_between(range(longest), low, high, alpha=0.2, label="1st to 9th tenth")
    axes.set(xlabel="questions answered", ylabel=f"policies settled, of {total}", ylim=(0, total))
    axes.legend()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _draw_wage(adviser: Adviser, folder: Path) -> None:
    from matplotlib import pyplot as plt  # noqa: PLC0415

    before, after = ({"minimum_wage": fen} for fen in (252_000, 270_000))
    reform = Reform(ON, Overlay(before), Overlay(after), 1_150_000, 1)
    result = simulate(adviser.pack, reform, lambda _: None, census=CENSUS)
    benefit = next(policy for policy in result["policies"] if policy["id"] == "ui")
    print(json.dumps(benefit, ensure_ascii=False))
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    cost = [fen / 1e10 for fen in benefit["cost_fen"]]
    axes[0].bar(["2,520", "2,700"], cost, color=["#999", "#27c"])
    axes[0].set(title="unemployment benefit, 100 million yuan a year", xlabel="minimum wage")
    rows = result["groups"]["age"]
    axes[1].barh(
        [row["group"].replace("岁以上", "+").replace("岁", "") for row in rows],
        [row["gain"] for row in rows],
        color="#27c",
    )
    axes[1].set(title="people who gain, by age (synthetic)", xlabel="people")
    figure.tight_layout()
    figure.savefig(folder / "welfare-minimum-wage.svg", metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
