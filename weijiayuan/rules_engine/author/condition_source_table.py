"""Which sentence of the source stands where: every condition beside the words it comes from."""

from collections.abc import Iterator

from weijiayuan.rules_engine.pack.model import Condition, Group, Pack, Policy

PATHS = {"all": "都要", "any": "其一", "none": "都不", "at_least": "至少"}


def source_table(pack: Pack) -> Iterator[str]:
    """Yield the lines of a Markdown table a policy: sentence, condition, and its alternative."""
    for policy in pack.policies.values():
        yield f"**{policy.name}** `{policy.id}`"
        yield ""
        yield "| 来源的一句 | 条件 | 位置 | 规则 |"
        yield "| --- | --- | --- | --- |"
        yield from _rows(policy)
        yield ""


def _rows(policy: Policy) -> Iterator[str]:
    for number, sentence in enumerate(policy.says, start=1):
        for test, path in _conditions(policy.when):
            if number in test.sentences:
                yield _row(f"{number}. {sentence}", test, path)
        if number in policy.unasked:
            yield f"| {number}. {_safe(sentence)} | 不是条件：{policy.unasked[number]} | | |"
    for test, path in _conditions(policy.when):
        if not test.sentences:
            yield _row(f"（来源没有这句：{test.added}）", test, path)


def _row(sentence: str, test: Condition, path: str) -> str:
    rule = test.expression.text.replace("|", "\\|")
    return f"| {_safe(sentence)} | {_safe(test.text)} `{test.id}` | {path} | `{rule}` |"


def _safe(text: str) -> str:
    r"""Keep Markdown from taking a word for a table or a tag.

    >>> _safe("收入 < 标准|按月")
    '收入 &lt; 标准\\|按月'
    """
    return text.replace("<", "&lt;").replace("|", "\\|")


def _conditions(group: Group, path: str = "") -> Iterator[tuple[Condition, str]]:
    """Yield every condition with the way to it; alternatives are numbered."""
    for place, part in enumerate(group.parts, start=1):
        here = f"{PATHS[group.kind]}{place}" if group.kind == "any" else PATHS[group.kind]
        step = f"{path} › {here}" if path else here
        if isinstance(part, Condition):
            yield part, step
        else:
            yield from _conditions(part, step)
