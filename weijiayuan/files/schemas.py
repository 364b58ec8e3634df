from flask_smorest.fields import Upload
from marshmallow import fields, validate

from weijiayuan.files.rules import FileKind, Rendition
from weijiayuan.web.schemas import Moment, Schema, one_of


class FileIn(Schema):
    file = Upload(required=True, error_messages={"required": "请选择文件"})


class KindIn(Schema):
    kind = one_of(*FileKind, required=True)


class FileOut(Schema):
    id = fields.UUID()
    kind = fields.String()
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)
    size = fields.Integer(metadata={"description": "字节"})
    address = fields.String(metadata={"description": "半小时内可直接打开的地址"})


class OwnFileOut(Schema):
    id = fields.UUID()
    kind = fields.String()
    sent_at = Moment(attribute="created_at")
    attached_to = fields.String(attribute="attached_kind", allow_none=True)
    size = fields.Integer()


class AnonymousFileOut(Schema):
    upload_code = fields.String(
        metadata={"description": "随机上传码: 提交匿名线索时凭它附上照片, 只显示一次"}
    )
    kind = fields.String()
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)


class ReadIn(Schema):
    size = one_of(*Rendition, load_default=Rendition.FULL.value)
    pass_ = fields.String(
        data_key="pass", load_default=None, validate=validate.Length(max=200, error="地址不对")
    )
