"""Numbers that an earlier reader let pass are taken out of what anyone may read."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tests.factories.directory import make_site
from weijiayuan.db import db
from weijiayuan.directory.models import Site

MIGRATION = Path("migrations/versions/0109_numbers_behind_numerals.py")


def test_a_mobile_number_behind_a_numeral_is_starred_out_and_nothing_else(database):
    spec = spec_from_file_location("numbers_behind_numerals", MIGRATION)
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    behind = make_site(note="找张三13812345678", address="三楼13912345678号门")
    other = make_site(note="订单号20261129103700123456789，电话0755-23456789")

    migration.star_out(db.session.connection())
    db.session.expire_all()

    kept = db.session.get(Site, behind.id)
    assert (kept.note, kept.address) == ("找张三13*******78", "三楼13912345678号门")
    assert db.session.get(Site, other.id).note == "订单号20261129103700123456789，电话0755-23456789"
