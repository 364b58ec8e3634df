"""The public record of a draw, by which anyone can repeat it."""

from uuid import UUID

from marshmallow import fields

from weijiayuan.lottery_draws import queries
from weijiayuan.lottery_draws.errors import NoSuchDraw
from weijiayuan.lottery_draws.models import Draw
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.schemas import Id, Moment, Schema

draws = Blueprint("draws", __name__, guard=open_to_all, description="公开抽签")


class DrawnEntryOut(Schema):
    """An entry without a name; rank and won are null before the draw."""

    number = fields.Integer()
    tickets = fields.Integer()
    rank = fields.Integer(allow_none=True)
    won = fields.Boolean(allow_none=True)


class DrawOut(Schema):
    """What docs/draws.md needs to repeat the draw; seed and entries only after it."""

    id = Id()
    title = fields.String()
    algorithm = fields.String()
    promise = fields.String()
    places = fields.Integer()
    entered = fields.Integer()
    closes_at = Moment()
    drawn_at = Moment(allow_none=True)
    seed = fields.String(allow_none=True)
    entries_digest = fields.String(allow_none=True)
    entries = fields.List(fields.Nested(DrawnEntryOut))


@draws.get("/<uuid:draw_id>", alike=True)
@draws.response(200, DrawOut)
@draws.refuses(NoSuchDraw)
def show_draw(draw_id: UUID) -> dict[str, object]:
    """Return the record: the promise at once; seed, entries and result after the draw."""
    return _record(queries.draw(draw_id))


def _record(draw: Draw) -> dict[str, object]:
    drawn = draw.drawn_at is not None
    return {
        "id": draw.id,
        "title": draw.title,
        "algorithm": draw.algorithm,
        "promise": draw.promise,
        "places": draw.places,
        "entered": draw.entered,
        "closes_at": draw.closes_at,
        "drawn_at": draw.drawn_at,
        "seed": draw.seed if drawn else None,
        "entries_digest": draw.entries_digest,
        "entries": queries.live_entries(draw.id) if drawn else [],
    }
