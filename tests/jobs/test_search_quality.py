"""What 120 and then 60 questions of the street find, against what a person expects of them."""

import pytest

from tests.jobs.search import seed
from weijiayuan.jobs.queries.search import search
from weijiayuan.jobs.queries.search_conditions import Asked
from weijiayuan.kernel import clock

THRESHOLD = 0.95


@pytest.mark.parametrize(("queries", "least"), [("queries.tsv", 120), ("queries_second.tsv", 60)])
def test_the_first_posts_are_those_a_person_expects(database, queries, least):
    seed.fill()
    posts = {post.title: post for post in seed.read_posts()}
    asked = list(seed.lines(queries))
    today = clock.local_date(clock.now())

    wrong = []
    for words, expected in asked:
        found = search(Asked(q=words), today=today, limit=20, cursor=None)
        shown = [posts[row.title] for row in found.rows]
        if not seed.is_right(shown, list(posts.values()), expected):
            wrong.append((words, expected, [post.title for post in shown[:5]]))

    assert len(posts) >= 200
    assert len(asked) >= least
    assert len(wrong) <= (1 - THRESHOLD) * len(asked), wrong
