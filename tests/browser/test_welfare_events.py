"""A life event is the short way in: who the family are, whom it is about, and a few questions."""

import re

START = "pages/welfare/ask/ask"
RESULT = "pages/welfare/result/result"


def title(phone):
    return phone.page.locator("page:not([hidden]) .title").first.inner_text()


def is_new(phone, before):
    phone.page.wait_for_function(
        "before => { const title = document.querySelector('page:not([hidden]) .title');"
        " return !title || title.innerText !== before }",
        arg=before,
    )


def tap_and_wait(phone, tap):
    before = title(phone)
    tap()
    is_new(phone, before)


def begin(phone, event, people, kin):
    """Choose what happened, say how many they are and who."""
    phone.open(START)
    phone.tap(event)
    phone.sees(f"只问和“{event}”有关的")
    tap_and_wait(phone, lambda: phone.page.get_by_role("radio", name=str(people), exact=True).tap())
    for name in kin:
        phone.sees("是您的什么人")
        phone.page.get_by_role("button", name=name, exact=True).tap()


def test_whoever_lost_work_is_asked_and_nobody_else(phone):
    begin(phone, "失业了", 3, ["爱人", "女儿"])
    phone.sees("谁没了工作")
    asked = []

    tap_and_wait(
        phone,
        lambda: (
            phone.page.get_by_role("checkbox", name="爱人").tap(),
            phone.let_arrive(),
            phone.tap("下一题"),
        ),
    )
    for _ in range(12):
        if not phone.route.startswith(START):
            break
        asked.append(phone.page.locator("page:not([hidden]) .who").first.inner_text())
        tap_and_wait(phone, lambda: phone.tap("不清楚，先跳过"))

    assert set(asked) <= {"爱人", "您家"}
    assert "爱人" in asked


def test_nobody_over_sixty_is_settled_with_two_taps(phone):
    begin(phone, "满六十、七十、八十岁", 2, ["儿子"])
    phone.sees("谁满六十周岁了")

    phone.tap("下一题")
    phone.sees("都没有吗？")
    phone.let_arrive()
    phone.page.get_by_role("dialog").get_by_role("button", name="都没有", exact=True).tap()

    phone.wait_for_route(RESULT)
    phone.sees("现在还没有确定能领的")


def test_nobody_chosen_is_asked_about_before_everything_is_a_no(phone):
    begin(phone, "失业了", 2, ["女儿"])
    phone.sees("谁没了工作")

    phone.tap("下一题")
    phone.sees("都没有吗？")
    phone.let_arrive()
    phone.page.get_by_role("dialog").get_by_role("button", name="再看看").tap()

    phone.sees("谁没了工作")
    assert phone.route.startswith(START)


def test_the_family_is_called_by_name_where_it_is_asked_about(phone):
    begin(phone, "满六十、七十、八十岁", 3, ["女儿", "妈妈"])
    phone.sees("谁满六十周岁了")
    phone.page.get_by_role("checkbox", name="妈妈").tap()
    phone.let_arrive()
    phone.tap("下一题")
    phone.sees("出生日期是哪一天")
    phone.sees("妈妈")

    assert not re.search("第.位家人", phone.page.locator("page:not([hidden])").inner_text())


def test_a_step_back_takes_the_whole_screen_back(phone):
    begin(phone, "失业了", 2, ["妈妈"])
    phone.sees("谁没了工作")

    phone.tap("上一题")

    phone.sees("是您的什么人")


def skip_on(phone):
    """Skip what is asked until the result is shown; return how many screens that took."""
    for count in range(40):
        if not phone.route.startswith(START):
            return count
        tap_and_wait(phone, lambda: phone.tap("不清楚，先跳过"))
    raise AssertionError("no result")


def test_after_twelve_screens_what_is_known_is_shown_and_the_talk_goes_on(phone):
    begin(phone, "要生孩子、刚生了孩子", 3, ["爱人", "儿子"])
    phone.sees("谁还不满三岁")
    tap_and_wait(
        phone,
        lambda: (
            phone.page.get_by_role("checkbox", name="您自己").tap(),
            phone.let_arrive(),
            phone.page.get_by_role("checkbox", name="儿子").tap(),
            phone.let_arrive(),
            phone.tap("下一题"),
        ),
    )

    assert 3 + skip_on(phone) == 12
    phone.sees("最多再答")
    phone.sees("还能弄清：")
    phone.use_elder()
    assert phone.axe() == []
    assert phone.clipped() == []

    for _ in range(5):
        if not phone.page.get_by_role("button", name="接着答题").count():
            break
        phone.sees("最多再答")
        phone.let_arrive()
        phone.tap("接着答题")
        phone.wait_for_route(START)
        phone.let_arrive()
        assert 0 < skip_on(phone) <= 12
        phone.settle()
    assert "最多再答" not in phone.text
    phone.sees("补上跳过的问题会更准")
