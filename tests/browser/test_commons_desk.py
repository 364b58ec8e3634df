"""The desks of the commons: rolls, ballots, covenants, money, foundings and the register, by hand."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.test_commons import act, photographed
from tests.browser.test_console import sign_in
from tests.browser.visits_commons import an_estate
from tests.browser.visits_venues import get, post
from weijiayuan.kernel import clock

SHEET = (
    "房号,面积,业主,买受人编号,未售,代表\n"
    "1-101,88.50,甲,粤01,,\n1-102,88.50,甲,粤01,,\n1-103,70,乙,,,\n2-101,60,乙,,,\n"
)


def test_a_roll_is_read_from_a_file_and_put_in_force_by_another(live, desk, tmp_path):
    estate = an_estate(live)
    file = tmp_path / "名册.csv"
    file.write_text(SHEET, "utf-8")
    sign_in(desk, live, "committee")
    desk.goto(f"{live.base}/console/#/commons/rolls/{estate.space}")
    desk.get_by_label("名册（Excel 或 CSV）").set_input_files(file)
    desk.get_by_role("button", name="先看一看").click()
    expect(desk.get_by_text("读到4套，合成3户。")).to_be_visible()
    expect(desk.get_by_text("1-103、2-101")).to_be_visible()
    desk.get_by_role("button", name="录入这一版").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("哪一种名册").select_option("owners")
    dialog.get_by_label("截至哪天").fill("2026-12-01")
    dialog.get_by_label("从哪里来").fill("不动产登记簿")
    dialog.get_by_role("button", name="录入这一版").click()
    expect(dialog).to_be_hidden()
    expect(desk.get_by_text("等第二个人核对")).to_be_visible()
    photographed(desk, "desk-rolls")
    roll = get(live, f"/commons/spaces/{estate.space}")["rolls"][0]
    assert (roll["heads"], roll["state"]) == (3, "draft")
    as_another(desk, live, "secretary", f"commons/rolls/{estate.space}")
    desk.get_by_role("button", name="核对无误，生效").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("有同名的业主：问过了，同名不同人").check()
    dialog.get_by_role("button", name="核对无误，生效").click()
    expect(dialog).to_be_hidden()
    expect(desk.get_by_text("已有新版")).to_be_visible()
    rolls = get(live, f"/commons/spaces/{estate.space}")["rolls"]
    assert [(each["heads"], each["state"]) for each in rolls] == [(3, "in_force"), (5, "replaced")]


def in_china(*, hours):
    """So many hours from now as a field for moments takes it."""
    return (clock.now() + timedelta(hours=8 + hours)).strftime("%Y-%m-%dT%H:%M")


def as_another(desk, live, duty, path):
    desk.evaluate("sessionStorage.clear()")
    desk.reload()
    sign_in(desk, live, duty)
    desk.goto(f"{live.base}/console/#/{path}")


def test_a_question_is_put_and_a_covenant_is_written_and_mended(live, desk):
    estate = an_estate(live)
    sign_in(desk, live, "committee")
    desk.goto(f"{live.base}/console/#/commons/ballots/{estate.space}")
    fields = {
        "问题": "要不要在北门装充电桩",
        "开始": in_china(hours=1),
        "结束": in_china(hours=16 * 24),
    }
    act(desk, "提交表决", fields)
    expect(desk.get_by_text("要不要在北门装充电桩")).to_be_visible()
    photographed(desk, "desk-ballots")

    desk.goto(f"{live.base}/console/#/commons/covenants/{estate.space}")
    desk.get_by_role("button", name="起草一份").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("哪一种").select_option("promise")
    dialog.get_by_label("名称").fill("文明公约")
    dialog.get_by_label("条款").fill("遛狗要牵绳\n乱停车的罚款二百元")
    dialog.get_by_role("button", name="起草").click()
    expect(dialog).to_be_hidden()
    expect(desk.get_by_text("不能这样写")).to_be_visible()
    expect(desk.get_by_text("条文待核")).to_be_visible()
    photographed(desk, "desk-covenants")


def test_money_foundings_and_the_register_have_their_desk(live, desk):
    estate = an_estate(live)
    asked = {"space_id": estate.space}
    made = post(live, estate.people[0], "/commons/foundings", asked)["id"]
    co_sign = {"unit": "1-1", "area_m2": "100"}
    post(live, estate.people[0], f"/commons/foundings/{made}/co-signs", co_sign)
    sign_in(desk, live, "secretary")
    desk.goto(f"{live.base}/console/#/commons/spendings/{estate.space}")
    fields = {"名称": "微实事", "一共多少元": "10000", "投到什么时候": in_china(hours=72)}
    act(desk, "开一轮", fields | {"项目": "楼道扶手 4000\n北门路灯 7000元"})
    expect(desk.get_by_text("楼道扶手")).to_be_visible()
    photographed(desk, "desk-spendings")

    desk.goto(f"{live.base}/console/#/commons/foundings/{estate.space}")
    for duty in ("secretary", "street-filing"):
        as_another(desk, live, duty, f"commons/foundings/{estate.space}")
        numbers = {"业主人数（户）": "5", "专有部分总面积（平方米）": "500"}
        act(desk, "登记总数", numbers)
    expect(desk.get_by_text("5户，500.00平方米")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="下载申请书（PDF）").click()
    saved = download.value.path().read_bytes()
    assert saved.startswith(b"%PDF-")
    act(desk, "进入下一步：提交", {"说明": "联名已交街道"})
    expect(desk.get_by_text("联名已交街道")).to_be_visible()
    photographed(desk, "desk-foundings")

    desk.goto(f"{live.base}/console/#/commons/organisations")
    name = f"示例·邻里互助队{made[:6]}"
    desk.get_by_role("button", name="登记一个").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("名称").fill(name)
    dialog.get_by_label("哪一种").select_option("group")
    community = get(live, f"/commons/spaces/{estate.space}")["community_code"]
    dialog.get_by_label("社区代码").fill(community)
    dialog.get_by_role("button", name="登记一个").click()
    expect(dialog).to_be_hidden()
    desk.get_by_label("名称里有").fill(name)
    desk.get_by_role("button", name="找", exact=True).click()
    expect(desk.get_by_role("cell", name=name)).to_be_visible()
    photographed(desk, "desk-organisations")
