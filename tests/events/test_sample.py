from sqlalchemy import func, select

from tests.factories.places import make_district
from weijiayuan.accounts import sample as accounts
from weijiayuan.db import db, transaction
from weijiayuan.events import organisational_unit_import, sample
from weijiayuan.events.models import Event, Order, Unit, UnitDuty
from weijiayuan.events.rules import reference_data


def test_the_sample_matters_stand_in_many_states_and_load_once(database):
    make_district()
    with transaction():
        accounts.load()
        first = sample.load()
    with transaction():
        again = sample.load()

    states = set(db.session.scalars(select(Event.state).distinct()))
    assert first.endswith("60 sample matters")
    assert again == "0 units, 0 duties, 0 sample matters"
    assert {"submitted", "handled", "dispatched", "closed"} <= states
    assert db.session.scalar(select(func.count()).select_from(Event)) == 60
    assert db.session.scalar(select(func.count()).where(Event.is_sample.is_(False))) == 0
    assert all(text.startswith("【示例】") for text in db.session.scalars(select(Event.text)))
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_every_category_has_a_unit_that_owns_it_or_is_settled_on_the_spot(database):
    make_district()
    organisational_unit_import.load()
    owned = set(db.session.scalars(select(UnitDuty.category_code)))
    kinds = set(db.session.scalars(select(Unit.kind)))

    wanted = {each.unit_kind for each in reference_data.categories().values()}
    assert wanted <= kinds
    of_place = {
        code for code, each in reference_data.categories().items() if each.unit_kind == "grid"
    }
    assert set(reference_data.categories()) - of_place <= owned
