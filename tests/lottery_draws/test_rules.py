import random
import re
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.lottery_draws.rules import (
    MOST_TICKETS,
    Entry,
    digest_of,
    draw,
    keeps_promise,
    new_seed,
    promise_of,
    tickets_after,
)

SEED = "7c" * 32
DOCS = Path(__file__).parents[2] / "docs" / "draws.md"

entry_lists = st.lists(st.integers(1, MOST_TICKETS), max_size=40).map(
    lambda tickets: [Entry(number, count) for number, count in enumerate(tickets, start=1)]
)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_seed_shown_keeps_the_promise_and_another_does_not():
    seed = new_seed()
    assert len(seed) == 64
    assert keeps_promise(seed, promise_of(seed))
    assert not keeps_promise(new_seed(), promise_of(seed))


def test_a_known_draw_has_the_result_that_sha256sum_gives_in_a_shell():
    drawn = draw([Entry(1, 1), Entry(2, 1), Entry(3, 4), Entry(4, 2)], seed=SEED, places=2)
    assert [(one.number, one.rank, one.won) for one in drawn] == [
        (3, 1, True),
        (4, 2, True),
        (2, 3, False),
        (1, 4, False),
    ]


@given(entry_lists, seeds, st.integers(0, 50))
def test_every_entry_is_ranked_once_and_places_are_filled(entries, seed, places):
    drawn = draw(entries, seed=seed, places=places)
    assert sorted(one.number for one in drawn) == [entry.number for entry in entries]
    assert [one.rank for one in drawn] == list(range(1, len(entries) + 1))
    assert sum(one.won for one in drawn) == min(places, len(entries))


@given(entry_lists, seeds, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(entries, seed, chance):
    shuffled = chance.sample(entries, len(entries))
    assert draw(shuffled, seed=seed, places=5) == draw(entries, seed=seed, places=5)
    assert digest_of(shuffled) == digest_of(entries)


def test_one_more_entry_changes_the_fingerprint():
    assert digest_of([Entry(1, 1)]) != digest_of([Entry(1, 1), Entry(2, 1)])
    assert digest_of([Entry(1, 1)]) != digest_of([Entry(1, 2)])


def test_losing_gives_tickets_up_to_a_limit():
    assert [tickets_after(losses) for losses in range(6)] == [1, 2, 3, 4, 4, 4]


def test_chances_are_proportional_to_tickets():
    chance = random.Random(440311)
    entries = [Entry(1, 1), Entry(2, 2), Entry(3, 4), Entry(4, 1)]
    rounds = 8000
    firsts = Counter(
        draw(entries, seed=chance.randbytes(32).hex(), places=1)[0].number for _ in range(rounds)
    )
    for entry in entries:
        expected = rounds * entry.tickets / 8
        assert abs(firsts[entry.number] - expected) < 4.5 * expected**0.5


@given(entry_lists, seeds, st.integers(0, 10))
def test_the_lines_in_the_manual_repeat_our_draw(entries, seed, places):
    code = re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert code is not None
    manual: dict = {}
    exec(code[1], manual)  # the manual's own lines, as a reader would run them
    drawn = draw(entries, seed=seed, places=places)
    tickets = {entry.number: entry.tickets for entry in entries}
    record = {
        "seed": seed,
        "promise": promise_of(seed),
        "places": places,
        "entries": [
            {"number": one.number, "tickets": tickets[one.number], "rank": one.rank}
            for one in drawn
        ],
    }
    assert manual["verify"](record) == [one.number for one in drawn if one.won]
