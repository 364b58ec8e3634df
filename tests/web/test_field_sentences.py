"""A refusal that names fields gives each a list of sentences, not one sentence letter by letter."""

import ast
from pathlib import Path

PRODUCT = Path(__file__).parents[2] / "weijiayuan"


def named_fields(tree):
    """Yield what refusals say of fields: the dictionaries that are written as `fields={…}`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.keyword)
            and node.arg == "fields"
            and isinstance(node.value, ast.Dict)
        ):
            yield from node.value.values


def test_what_a_refusal_says_of_a_field_is_never_one_word():
    said = [
        (path.relative_to(PRODUCT).as_posix(), ast.unparse(value))
        for path in PRODUCT.rglob("*.py")
        for value in named_fields(ast.parse(path.read_text("utf-8")))
    ]
    assert len(said) > 10
    assert [one for one in said if one[1].startswith(("'", '"'))] == []
