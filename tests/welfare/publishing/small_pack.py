"""A pack of a few policies with just what they need: checked as fast as it is read."""

import re

from weijiayuan.rules_engine.pack.fact_dependencies import expressions_of
from weijiayuan.rules_engine.pack.loader import is_case_file
from weijiayuan.rules_engine.pack.syntax import names_in
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files

ENTRY = re.compile(
    r"^(?P<in> *)(?P<name>[a-z][a-z0-9_]*):.*\n(?:(?P=in) +.*\n|(?P=in)\n)*", re.MULTILINE
)


def only(files, policies):
    """Return the files of a pack with these policies, and nothing that they do not use."""
    rules = {name: text for name, text in files.items() if not is_case_file(name)}
    pack = read_files(rules)
    wanted = set(policies) | {pack.people_question}
    waiting = [pack.policies[name] for name in policies]
    expressions = [each for policy in waiting for each in expressions_of(policy)]
    while expressions:
        names = names_in(expressions.pop())
        expressions += [
            pack.facts[name].expression for name in names - wanted if name in pack.facts
        ]
        asked = [pack.questions[name] for name in names - wanted if name in pack.questions]
        expressions += [question.asked_if for question in asked if question.asked_if]
        wanted |= names
    of_kin = {pack.kinship.parents, pack.kinship.children}
    files = {n: t for n, t in files.items() if n != "kinship.yaml" or of_kin & wanted}
    kept = {
        name: text
        for name, text in files.items()
        if not name.startswith(("policies/", "cases/")) or name.split("/")[1][:-5] in policies
    }
    for name in [n for n in kept if n.startswith(("questions/", "parameters/", "facts"))]:
        kept[name] = entries(kept[name], wanted)
    kept = {name: text for name, text in kept.items() if text.strip()}
    head, _, _ = kept["pack.yaml"].partition("exclusions:")
    figures, _, spans = kept["second_reading.yaml"].partition("policies:\n")
    again = f"parameters:\n{lines(figures, wanted)}policies:\n{lines(spans, wanted)}"
    return kept | {"pack.yaml": head, "second_reading.yaml": again}


def entries(text, wanted):
    return "".join(
        found[0] for found in ENTRY.finditer(text) if not found["in"] and found["name"] in wanted
    )


def lines(text, wanted):
    return "".join(
        f"{line}\n" for line in text.splitlines() if line.strip().partition(":")[0] in wanted
    )
