"""A keeper's own desk on the telephone: a new venue and its hours, an activity from plan to end."""

from uuid import uuid4

from tests.browser.visits_venues import get, post, take_on

DESK, HOURS = "packages/keeper/today/today", "packages/keeper/hours/hours"
PLAN, ACTIVITY = "packages/keeper/plan/plan", "packages/keeper/activity/activity"


def choose_time(phone, label, time):
    phone.page.locator(f'input[type=time][aria-label="{label}"]').fill(time)


def test_a_venue_is_added_and_other_hours_show_whom_they_touch(make_phone, live):
    persona, name = f"keeper-{uuid4()}", f"试用活动室{uuid4().hex[:6]}"
    take_on(live, persona)
    keeper = make_phone(persona=persona)
    keeper.open(DESK)
    keeper.page.get_by_role("link", name="新增场地").tap()
    keeper.settle()
    keeper.write("场地名称", name)
    keeper.tap("新增场地")
    keeper.wait_for_route(HOURS)
    keeper.sees(name)
    keeper.sees("09:00–21:00")

    venue = get(live, f"/venues?q={name}")["items"][0]
    slots = get(live, f"/venues/{venue['id']}/slots")["items"]
    late = next(one for one in slots if one["state"] == "open" and "T20:00" in one["starts_at"])
    booking = post(live, "neighbour-at-eight", "/venues/bookings", {"slot_id": late["id"]})

    keeper.tap("每天", role="button")
    choose_time(keeper, "几点关门", "18:00")
    keeper.tap("放进时间表")
    keeper.sees("09:00–18:00")
    keeper.tap("看看影响谁")
    keeper.sees("新的时间里没有这1个预约的时段")
    keeper.tap("取消并通知", role="radio")
    keeper.tap("保存开放时间")
    keeper.page.get_by_text("看看影响谁").wait_for()
    kept = get(live, f"/venues/bookings/{booking['id']}", "neighbour-at-eight")
    assert (kept["state"], kept["reason"]) == ("called_off", "开放时间调整")


def test_an_activity_is_planned_published_registered_for_and_called_off(make_phone, live):
    persona, title = f"keeper-{uuid4()}", f"剪纸课{uuid4().hex[:6]}"
    take_on(live, persona)
    keeper = make_phone(persona=persona)
    keeper.open(PLAN)
    keeper.write("活动名称", title)
    keeper.write("活动内容", "带上剪刀，一起剪窗花")
    keeper.write("主办单位", "社区党群服务中心")
    keeper.tap("在别的地方", role="tab")
    keeper.write("活动地点", "社区小广场")
    keeper.tap("加一场")
    keeper.write("每周一次，共几次", "3")
    keeper.tap("放进活动")
    keeper.sees("每周一次共3次，20个名额")
    keeper.tap("加一个报名问题")
    keeper.write("问什么", "会不会剪纸")
    keeper.tap("必须回答", role="radio")
    keeper.tap("放进报名")
    choose_time(keeper, "几点开始报名", "00:00")
    keeper.tap("存为草稿")
    keeper.wait_for_route(ACTIVITY)
    keeper.sees("草稿")
    keeper.tap("修改草稿")
    keeper.wait_for_route(PLAN)
    keeper.sees("每周一次共3次，20个名额")
    keeper.write("活动内容", "剪刀这里有，一起剪窗花")
    keeper.tap("存为草稿")
    keeper.wait_for_route(ACTIVITY)
    keeper.sees("剪刀这里有，一起剪窗花")
    keeper.tap("发布", exact=True)
    keeper.sees("报名中")

    activity = keeper.route.split("id=")[1]
    wish = {"answers": {"q1": "会一点"}}
    made = post(live, "neighbour-who-cuts", f"/activities/{activity}/registrations", wish)
    keeper.reload()
    keeper.sees("会不会剪纸：会一点")
    keeper.tap("取消活动")
    keeper.write("原因", "老师生病")
    keeper.tap("确认取消")
    keeper.sees("已取消")
    kept = get(live, f"/activities/registrations/{made['id']}", "neighbour-who-cuts")
    assert (kept["state"], kept["reason"]) == ("called_off", "老师生病")
    told = get(live, "/me/notices", "neighbour-who-cuts")["items"]
    assert any("老师生病" in one["text"] for one in told)
