"""Lists that are taken in: what is sent, and what each row would do."""

from marshmallow import fields, validate

from weijiayuan.directory.rules.entry_spreadsheet import SHEET_WORDS, SheetKind
from weijiayuan.files.schemas import RowErrorOut, SheetIn
from weijiayuan.web.public_text import PublicWords
from weijiayuan.web.schemas import Day, Schema, one_of

KINDS = "、".join(f"{kind.value} {words}" for kind, words in SHEET_WORDS.items())


class SheetKindIn(Schema):
    kind = one_of(*SheetKind, required=True, metadata={"description": KINDS})


class EntryImportIn(SheetIn, SheetKindIn):
    """A list, of which day it is and where it comes from."""

    as_of = Day(required=True, metadata={"description": "名单是哪一天的；行里的核实日期优先"})
    source = PublicWords(most=60, required=True, metadata={"description": "名单来源，写在每一条上"})
    plan = fields.String(
        load_default=None,
        validate=validate.Length(32, 32),
        metadata={"description": "试算给的 plan：现在的结果和看过的不一样，就不导入"},
    )


class ChangeOut(Schema):
    column = fields.String()
    before = fields.String()
    after = fields.String()


class ImportedRowOut(Schema):
    """What becomes of a row."""

    row = fields.Integer(metadata={"description": "表格里的行号"})
    code = fields.String()
    name = fields.String()
    outcome = fields.String(
        validate=validate.OneOf(("added", "changed", "unchanged", "faulty")),
        metadata={"description": "added 新增、changed 有改动、unchanged 没有改动、faulty 要改"},
    )
    changes = fields.List(fields.Nested(ChangeOut))
    problems = fields.List(fields.Nested(RowErrorOut))
    remarks = fields.List(
        fields.Nested(RowErrorOut), metadata={"description": "没有写、按常理先这样的"}
    )


class EntryImportOut(Schema):
    kind = fields.String()
    dry_run = fields.Boolean()
    added = fields.Integer()
    changed = fields.Integer()
    unchanged = fields.Integer()
    faulty = fields.Integer()
    ignored = fields.List(fields.String(), metadata={"description": "没有用到的列"})
    plan = fields.String()
    rows = fields.List(fields.Nested(ImportedRowOut))
