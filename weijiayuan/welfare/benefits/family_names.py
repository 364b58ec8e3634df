"""What the members of a family are called on a paper: by their relation, never by a name."""

from collections import Counter

from weijiayuan.rules_engine.evaluate.answers import Household
from weijiayuan.rules_engine.pack.model import Pack

RELATION = "relation"


def members_called(pack: Pack, given: Household) -> dict[str, str]:
    """Return what each member is called, by subject (`members/0`): 配偶, 子女（第2位）.

    Whose relation is not known is counted instead: 第3位家人. One of
    `公婆、岳父母` is 公婆或岳父母: several in a row must not read as twice as many.
    """
    question = pack.questions.get(RELATION)
    texts = (
        {choice.id: choice.text.replace("、", "或") for choice in question.choices}
        if question
        else {}
    )
    kinds = [texts.get(each.get(RELATION, "")) for each in given.people[1:]]
    often, seen = Counter(kinds), Counter[str | None]()
    called = {}
    for place, kind in enumerate(kinds):
        seen[kind] += 1
        name = kind or f"第{place + 1}位家人"
        is_one_of_several = kind is not None and often[kind] > 1
        called[f"members/{place}"] = f"{name}（第{seen[kind]}位）" if is_one_of_several else name
    return called
