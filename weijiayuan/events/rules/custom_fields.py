"""The questions that belong to a category: what an answer must look like."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.events.errors import FieldsWrong
from weijiayuan.events.rules.reference_data import Category, Field


def checked(category: Category, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers, or refuse with a sentence for each that does not fit."""
    known = {field.key: field for field in category.fields}
    problems = {f"attributes.{key}": ["没有这一项"] for key in attributes if key not in known}
    for key, field in known.items():
        if sentence := _fault(field, attributes.get(key)):
            problems[f"attributes.{key}"] = [sentence]
    if problems:
        raise FieldsWrong(fields=problems)
    return {key: value for key, value in attributes.items() if value not in (None, "")}


def _fault(field: Field, value: object) -> str | None:
    if value in (None, ""):
        return f"请填写{field.label}" if field.required else None
    match field.kind:
        case "choice" if value not in field.choices:
            return f"只能是{'、'.join(field.choices)}"
        case "number" if isinstance(value, bool) or not isinstance(value, int):
            return "请填写整数"
        case "number" if not field.min <= int(str(value)) <= field.max:
            return f"请填写{field.min}到{field.max}之间的整数"
        case "text" if not isinstance(value, str) or len(value) > field.max:
            return f"最多{field.max}个字"
    return None
