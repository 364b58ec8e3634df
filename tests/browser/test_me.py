"""Who I am, how I like to read, my family, my data."""

import re


def test_a_telephone_number_is_bound(phone):
    phone.open("pages/me/me")
    phone.tap("绑定手机号")
    phone.tap("不允许")
    phone.settle()
    phone.tap("绑定手机号")
    phone.tap("允许", exact=True)
    phone.page.get_by_text(re.compile(r"手机 1\d\d\*{4}\d{4}")).wait_for()


def test_a_name_and_a_community_are_kept(phone, live):
    phone.open("pages/me/me")
    phone.tap("怎么称呼我")
    phone.write("怎么称呼您", "王阿姨")
    phone.tap("确定")
    phone.sees("王阿姨")
    phone.page.get_by_role("combobox", name="我住的社区").select_option(index=1)
    phone.settle()
    me = live.session(phone.persona).get(f"{live.base}/api/v1/me", timeout=5).json()

    assert me["nickname"] == "王阿姨"
    assert me["community_code"]


def test_elderly_mode_follows_the_person_to_another_phone(make_phone):
    first = make_phone(persona="grandmother")
    first.open("pages/me/me")
    first.page.get_by_role("switch", name="长者版").check()
    first.page.wait_for_selector("html[data-elder]", state="attached")
    first.settle()
    second = make_phone(persona="grandmother")
    second.open("pages/me/me")

    second.page.wait_for_selector("html[data-elder]", state="attached")


def test_the_offer_of_elderly_mode_is_answered_once(phone):
    phone.open()
    phone.tap("用长者版")
    phone.page.wait_for_selector("html[data-elder]", state="attached")
    phone.reload()
    phone.page.wait_for_selector("html[data-elder]", state="attached")
    assert "字太小？" not in phone.text


def test_the_text_size_set_in_wechat_is_followed(make_phone):
    frame = "page:not([hidden]) [class*=--frame]"
    size = f"() => getComputedStyle(document.querySelector('{frame}')).fontSize"
    assert make_phone().open().page.evaluate(size) == "17px"
    assert make_phone(font=24).open().page.evaluate(size) == "24px"


def test_every_size_shows_whole_words(phone):
    phone.open()
    phone.use_elder()
    phone.tap("字号：更大")
    phone.sees("字号：最大")
    assert phone.clipped() == []
    phone.open("pages/me/me")
    assert phone.clipped() == []


def test_a_family_member_is_added_and_removed(phone):
    phone.open("pages/self/family/family")
    phone.tap("加一位家人")
    phone.tap("保存")
    phone.sees("请填姓名")
    phone.write("姓名", "王小明")
    phone.tap("子女", "radio")
    phone.page.get_by_label("出生日期").fill("2023-05-01")
    phone.tap("保存")
    phone.tap("同意", exact=True)
    phone.sees("子女，2023年5月1日出生")
    phone.tap("删掉王小明")
    phone.tap("删掉", exact=True)
    phone.sees("还没有家人")


def test_what_was_typed_survives_leaving(phone):
    phone.open("pages/self/family/family")
    phone.tap("加一位家人")
    phone.write("姓名", "王小明")
    phone.open("pages/self/family/family")
    phone.sees("上次没发出的内容还在")
    assert phone.page.get_by_role("textbox", name="姓名").count() == 0
    phone.tap("接着写")
    assert phone.page.get_by_role("textbox", name="姓名").input_value() == "王小明"


def test_a_double_tap_adds_one_person(phone, live):
    phone.open("pages/self/family/family")
    phone.tap("加一位家人")
    phone.write("姓名", "王小红")
    phone.tap("子女", "radio")
    phone.page.evaluate(
        """() => {
          const buttons = [...document.querySelectorAll('page:not([hidden]) button')]
          const save = buttons.find((one) => one.innerText === '保存')
          save.click(); save.click()
        }"""
    )
    phone.sees("子女")
    phone.settle()
    family = live.session(phone.persona).get(f"{live.base}/api/v1/me/family", timeout=5).json()
    assert [member["name"] for member in family["items"]] == ["王小红"]


def test_a_copy_of_my_data_is_shown(phone):
    phone.open("pages/self/data/data")
    phone.tap("给我一份")
    phone.sees('"accounts"')


def test_a_lost_telephone_is_signed_out_from_this_one(phone, live):
    lost = live.session(phone.persona)
    phone.open("pages/self/data/data")
    phone.sees("这一台")
    phone.page.get_by_role("button", name="的那一台").first.click()
    phone.sees("已退出")
    assert lost.get(f"{live.base}/api/v1/me", timeout=5).status_code == 401


def test_leaving_erases_the_phone_too(phone):
    phone.open("pages/me/me")
    core = "host.run('core/draft.js')"
    phone.page.evaluate(f"{core}.save('family', {{ name: '王小明' }})")
    phone.open("pages/self/data/data")
    phone.tap("注销我的账号")
    phone.tap("注销", exact=True)
    phone.sees("已经注销")
    assert phone.page.evaluate("localStorage.getItem('mp:token')") is None
    assert phone.page.evaluate(f"{core}.load('family')") is None
    phone.tap("确定")
    phone.wait_for_route("pages/home/home")


def test_a_consent_is_given_and_taken_back(phone):
    phone.open("pages/me/me")
    phone.open("pages/about/about")
    phone.tap("同意：隐私说明")
    phone.tap("不再同意：隐私说明")
    phone.page.get_by_role("button", name="同意：隐私说明", exact=True).wait_for()
