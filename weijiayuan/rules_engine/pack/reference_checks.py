"""Names in a pack that lead nowhere: topics, sources, outcomes and people that nothing defines."""

from collections.abc import Iterator

from weijiayuan.rules_engine.pack.field_reader import NAME
from weijiayuan.rules_engine.pack.model import (
    Kind,
    Kinship,
    Pack,
    Parameter,
    Place,
    Policy,
)
from weijiayuan.rules_engine.pack.pack_problems import Problem


def loose_ends(pack: Pack) -> Iterator[Problem]:
    """Yield the names that lead nowhere: topics, sources, outcomes, people."""
    for asked in pack.questions.values():
        if asked.topic not in pack.topics:
            yield _at(asked.place, f"没有主题“{asked.topic}”,请在 topics.yaml 中定义")
    for figures in pack.parameters.values():
        yield from _loose_ends_of_figures(pack, figures)
    for policy in pack.policies.values():
        yield from _loose_ends_of_policy(pack, policy)
    yield from _loose_ends_of_people(pack)
    if pack.kinship is not None:
        yield from _loose_ends_of_kinship(pack, pack.kinship)


def _loose_ends_of_kinship(pack: Pack, kin: Kinship) -> Iterator[Problem]:
    asked = [pack.questions.get(name) for name in kin.questions]
    if any(each is None or each.subject.value not in {"person", "member"} for each in asked):
        yield _at(kin.place, "relation、child_asked、parent_asked 应当是每个人的问题")
        return
    relation, *marks = (pack.questions[name] for name in kin.questions)
    if relation.kind is not Kind.CHOICE or any(mark.kind is not Kind.YES_NO for mark in marks):
        yield _at(kin.place, "relation 应当是选择题，child_asked、parent_asked 应当是是非题")
        return
    known = {choice.id for choice in relation.choices}
    tables = (kin.sure, kin.left_open)
    named = {each for table in tables for names in table.values() for each in names}
    named |= {*kin.sure, *kin.left_open, *kin.couple}
    for name in sorted(named - known):
        yield _at(kin.place, f"“{relation.id}”没有选项“{name}”")


def _loose_ends_of_people(pack: Pack) -> Iterator[Problem]:
    if not pack.people_question and pack.largest_household == 1:
        return
    people = pack.questions.get(pack.people_question)
    if people is None or people.kind is not Kind.NUMBER or not people.of_household:
        text = f"people_question:“{pack.people_question}”应当是家庭的一个数字问题"
        yield Problem("pack.yaml", 1, text)


def _loose_ends_of_figures(pack: Pack, figures: Parameter) -> Iterator[Problem]:
    for value in figures.values:
        if value.source and value.source not in pack.sources:
            yield _at(figures.place, f"没有来源“{value.source}”,请在 sources.yaml 中定义")


def _loose_ends_of_policy(pack: Pack, policy: Policy) -> Iterator[Problem]:
    if not NAME.fullmatch(policy.id):
        yield _at(policy.place, "文件名应由小写字母、数字和下划线组成")
    for name in policy.sources:
        if name not in pack.sources:
            yield _at(policy.place, f"没有来源“{name}”,请在 sources.yaml 中定义")
    seen = set()
    for test in policy.when.conditions():
        if test.id in seen:
            yield _at(test.expression.place, f"条件 id“{test.id}”重复")
        seen.add(test.id)
        if test.source not in pack.sources:
            yield _at(test.expression.place, f"没有来源“{test.source}”,请在 sources.yaml 中定义")
        if test.leads_to and test.leads_to not in pack.outcomes.all:
            yield _at(test.expression.place, f"leads_to:没有结论“{test.leads_to}”")


def _at(place: Place, text: str) -> Problem:
    return Problem(place.file, place.line, text)
