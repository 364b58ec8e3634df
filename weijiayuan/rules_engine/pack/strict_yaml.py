"""YAML for people who write rules: every value knows its line, and nothing is clever.

Stricter than YAML: no anchors or aliases (a few lines could unfold into gigabytes), no repeated
keys, no custom tags, and only `true` and `false` are truth values: `no`, `yes` and `on` are words.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem

LARGEST_FILE = 200_000
DEEPEST = 24


class Table(dict[str, Any]):
    """A YAML mapping that remembers where it and each of its keys stand."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the mapping when it has no such key."""
        return self.lines.get(key, self.line)


def read_yaml(text: str, file: str) -> Table:
    """Return the mapping a file holds, or raise `PackInvalid` with the line at fault."""
    if len(text) > LARGEST_FILE:
        raise PackInvalid([Problem(file, 1, f"文件超过 {LARGEST_FILE} 字符")])
    root = _Converter(file).convert(_composed(text, file))
    if not isinstance(root, Table):
        raise PackInvalid([Problem(file, 1, "文件应当是“键: 值”的形式")])
    return root


def _composed(text: str, file: str) -> yaml.Node:
    _refuse_aliases(text, file)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        raise PackInvalid([Problem(file, line, f"不是合法的 YAML:{error.problem}")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise PackInvalid([Problem(file, 1, f"不是合法的 YAML:{error}")]) from None
    if node is None:
        raise PackInvalid([Problem(file, 1, "文件是空的")])
    return node


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _refuse_aliases(text: str, file: str) -> None:
    """Walk the events before anything is built: an alias must not get to unfold."""
    depth = 0
    for event in _events(text, file):
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise PackInvalid([Problem(file, line, "不允许使用锚点或别名(& 与 *)")])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise PackInvalid([Problem(file, line, f"嵌套超过 {DEEPEST} 层")])


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        raise PackInvalid([Problem(file, line, f"不是合法的 YAML:{error.problem}")]) from None
    except yaml.YAMLError as error:
        raise PackInvalid([Problem(file, 1, f"不是合法的 YAML:{error}")]) from None


class _Converter:
    """Turns YAML nodes of one file into tables, lists and plain values."""

    def __init__(self, file: str) -> None:
        self.file = file

    def convert(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._table(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(item) for item in node.value]
        return self._scalar(node)

    def _table(self, node: yaml.MappingNode) -> Table:
        table = Table(self.file, node.start_mark.line + 1)
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in table:
                raise PackInvalid([Problem(self.file, line, f"键“{name}”重复")])
            table.lines[name] = line
            table[name] = self.convert(value)
        return table

    def _scalar(self, node: yaml.Node) -> Any:
        text, kind = str(node.value), node.tag.rpartition(":")[2]
        try:
            return _PLAIN.get(kind, str)(text)
        except ValueError:
            return text
        except ArithmeticError:
            line = node.start_mark.line + 1
            raise PackInvalid([Problem(self.file, line, f"数值“{text[:40]}”无法读取")]) from None


def _truth(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text, text)


_PLAIN: dict[str, Any] = {
    "int": lambda text: int(text) if len(text) <= 18 else text,
    "float": Decimal,
    "bool": _truth,
    "null": lambda _: None,
    "timestamp": date.fromisoformat,
}
