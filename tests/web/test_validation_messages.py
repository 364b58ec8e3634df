"""Whatever is wrong with a field is said in Chinese, whoever wrote the field."""

import re

import pytest
from marshmallow import ValidationError, class_registry, fields, validate

from weijiayuan.web import validation_messages
from weijiayuan.web.schemas import Text, Words

ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")


def every_field():
    """Every field that a schema of ours reads, those inside lists and maps too."""
    for kinds in list(class_registry._registry.values()):  # it has no other list
        for kind in kinds:
            if kind.__module__.startswith("weijiayuan") and kind.__name__.endswith("In"):
                for field in kind().load_fields.values():
                    yield kind.__name__, field
                    inner = getattr(field, "inner", None)
                    if inner is not None:
                        yield kind.__name__, inner


def test_no_field_of_ours_complains_in_english(app):
    asked = list(every_field())
    assert len(asked) > 300
    english = {
        (owner, field.name, said)
        for owner, field in asked
        for name, said in field.error_messages.items()
        if name != "format"  # said to us alone, when we answer what cannot be written
        and ENGLISH.search(str(said))
    }
    assert not english


UNREADABLE = ("\u200b", "\u2060", "\ufeff", "\u3164", "\u2800", "\u0301", "\u3000", "\u00ad")


def test_what_nobody_can_see_fills_in_no_field_of_ours(app):
    asked = [(owner, each) for owner, each in every_field() if isinstance(each, Text)]
    assert len(asked) > 100
    for owner, field in asked:
        for unreadable in UNREADABLE:
            blank = unreadable * max(field.least, 4)
            if field.least:
                with pytest.raises(ValidationError):
                    field.deserialize(blank)
            else:
                assert field.deserialize(blank) == "", (owner, field.name)


def test_every_reason_says_something(app):
    asked = [
        (owner, each)
        for owner, each in every_field()
        if each.name in {"reason", "article"} and isinstance(each, Text)  # others are choices
    ]
    assert len(asked) > 20
    assert [owner for owner, each in asked if not isinstance(each, Words)] == []
    with pytest.raises(ValidationError):
        Words(most=9).deserialize("。。…")
    assert Words(most=9, least=0).deserialize("！") == ""


def test_what_can_be_seen_stays_as_it_was_written():
    for kept in ("👍", "❤️", "👨‍👩‍👧", "می‌خواهم", "第3条", "a b"):
        assert Text(most=20).deserialize(kept) == kept


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        (fields.Integer(), "x", "请填写整数"),
        (fields.Boolean(), "x", "请选择是或否"),
        (fields.Date(), "yesterday", "日期不对，请按 2026-11-23 这样填写"),
        (fields.String(validate=validate.Length(min=2, max=4)), "x", "请填写2到4个"),
        (fields.Integer(validate=validate.Range(min=1)), 0, "应不小于1"),
        (
            fields.Integer(validate=validate.Range(0, 9, max_inclusive=False)),
            9,
            "应不小于0，并小于9",
        ),
        (fields.String(validate=validate.OneOf(["a"])), "x", "请从给出的选项中选择"),
        (fields.String(validate=validate.Regexp("^a$")), "x", "格式不对"),
    ],
)
def test_what_is_wrong_is_said_plainly(field, wrong, said):
    with pytest.raises(ValidationError) as refusal:
        field.deserialize(wrong)
    assert refusal.value.messages == [said]


def test_every_sentence_is_in_the_catalogue():
    for kinds in (validation_messages.BY_FIELD, validation_messages.BY_CHECK):
        for kind, names in kinds.items():
            assert all(validation_messages.sentence(kind, name) for name in names)
