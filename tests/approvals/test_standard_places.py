"""One place is one place however it is spelt: the key, the second shop there, how many there are."""

import pytest
import sqlalchemy as sa
from sqlalchemy import select, update

from tests.districts import GUANGMING
from weijiayuan.approvals.models import Application, Attempt, Licence
from weijiayuan.approvals.periodic_tasks import renew_place_keys
from weijiayuan.approvals.rulebook_in_force import ground_of
from weijiayuan.approvals.rules.address_normalization import KEY_VERSION
from weijiayuan.db import db
from weijiayuan.kernel import clock

pytestmark = pytest.mark.usefixtures("on_a_working_day")

KEY = ground_of(GUANGMING).places.key
HERE = "深圳市光明区公明街道上村社区"
SPELT = {
    "公园路180号": [
        *("公园路180铺", "公园路180号商铺", "公园路180号首层", "公园路１８０号", "公园路 180 号"),
        *("公园路一百八十号", "公园路一八〇号", "公园路180号铺A", "公园路180号之一"),
        *("公園路180號", "民生大道与公园路路口180号", "公园路180号（上村市场旁）"),
    ],
    "公园路12号129铺": [
        *("公园路12号129室", "公园路12号129铺之一", "公园路12号129铺A", "公园路十二号一楼129"),
        *("公园路12号129A铺", "公园路12号129-130铺"),
    ],
    "上辇村六排3号": ["上辇村6排3号", "上辇村六排三号"],
    "第二工业区A栋一楼": ["第2工业区A幢1层", "第二工业区a座首层"],
    "楼二工业区中泰路12号B栋3楼": ["中泰路12号b座三层"],
    "西田市场18号档": ["西田市场18档口", "西田市场018号摊位"],
}
APART = [
    *(
        "公园路180号2楼",
        "公园路180号负一层",
        "公园路182号",
        "公园路东180号",
        "公园路12号A座2层12铺",
    ),
    *("公园路12号A座3层12铺", "翠湖3栋2单元1502房", "翠湖3栋3单元1502房", "西田市场A18档"),
    *("公园路12号1A栋201", "公园路12号1B栋201", "第二工业区A栋二楼", "第三工业区A栋一楼"),
]


@pytest.mark.parametrize(("one", "others"), SPELT.items())
def test_one_place_has_one_key_however_it_is_spelt(one, others):
    regions = (HERE, "广东省深圳市光明区公明街道", "光明区", "公明街道上村社区", "公明上村", "")

    assert {KEY(region + each) for region in regions for each in (one, *others)} == {KEY(one)}


def test_different_places_have_different_keys():
    assert len({KEY(HERE + each) for each in (*SPELT, *APART)}) == len(SPELT) + len(APART)


def test_another_spelling_or_one_scope_more_is_no_other_shop(applicant):
    _, apply = applicant()
    assert apply().json["state"] == "approved"  # 公园路12号1层

    for address in ("公明街道公园路12号商铺", "光明区公园路十二号", f"{HERE}公园路12铺"):
        said = apply(name=None, no_name=True, address=address, scopes=["L6201", "G5202"]).json
        assert [each["rule"] for each in said["faults"]] == ["T1"], address


def test_how_many_there_are_at_a_place_is_not_evaded_by_dividing_it(applicant):
    _, apply = applicant()
    licence = apply(name=None, no_name=True, address=f"{HERE}公园路12号129室").json["licence"]
    ways = ("129铺之一", "129铺A", "129铺", "129A铺", "129铺之二")
    row = db.session.scalars(select(Licence).filter_by(uscc=licence["uscc"])).one()
    others = [_copy(row, way, 100 + at) for at, way in enumerate(ways)]
    db.session.add_all(others)
    db.session.commit()

    _, apply = applicant(order="200")
    said = apply(name=None, no_name=True, address=f"{HERE}公园路12号129室之三").json

    assert [each["rule"] for each in said["undecided"]] == ["A4"]


def _copy(row, way, at):
    """Another licence at the place, written as it is granted but under other numbers."""
    given = {
        column.key: getattr(row, column.key)
        for column in sa.inspect(Licence).column_attrs
        if column.key not in {"id", "created_at"}
    }
    numbers = {"uscc": f"X{at}", "code": f"C{at}", "status_index": at, "live_key": f"k{at}"}
    application = Application(
        number=f"A{at}", kind=row.kind, resident_id=row.resident_id, answers="{}"
    )
    db.session.add(application)
    db.session.flush()
    key = {"application_id": application.id, "address_key": KEY(f"{HERE}公园路12号{way}")}
    return Licence(**given | numbers | key)


def test_keys_that_were_made_an_older_way_are_made_anew_by_the_worker(applicant):
    _, apply = applicant()
    apply()
    older = {"key_version": 1}
    db.session.execute(update(Licence).values(address_key="x", live_key="y", **older))
    db.session.execute(update(Attempt).values(place_mark="z", **older))
    db.session.commit()
    assert apply(name=None, no_name=True).json["state"] == "approved"

    assert renew_place_keys(clock.now()) == "2 keys of places made anew"

    assert renew_place_keys(clock.now()) == ""
    rows = db.session.execute(select(Licence.address_key, Licence.live_key, Licence.key_version))
    keys = [tuple(row) for row in rows]
    assert {key for key, _, _ in keys} == {KEY(f"{HERE}公园路12号")}
    assert {version for _, _, version in keys} == {KEY_VERSION}
    first, second = sorted(live for _, live, _ in keys)
    assert second.startswith(f"{first}:")
