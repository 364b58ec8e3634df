"""The source of the mini-program keeps WeChat's rules, and ours."""

import json
import re
from pathlib import Path

import pytest

from tests.client import reading
from tests.client.reading import TREE
from tools import compile_wxml
from weijiayuan.client.miniprogram_packages import tree

ROOT = Path(__file__).parents[2]
TYPINGS = json.loads((ROOT / "tools/vendor/wechat_names.json").read_text("utf-8"))
PACKAGE_LIMIT = 2 * 1024 * 1024
TOTAL_LIMIT = 20 * 1024 * 1024
ROLES = {"button", "link", "tab", "radio", "checkbox", "switch", "menuitem", "option"}
NATIVE = {"button", "input", "textarea", "switch", "slider", "picker", "map", "navigator", "label"}
DOCS = (ROOT / "docs/client.md").read_text("utf-8")
# https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/miniprogram-intro.html
DECLARED = {
    *("getLocation", "chooseLocation", "choosePoi", "startLocationUpdate", "onLocationChange"),
    *("getFuzzyLocation", "chooseAddress", "chooseInvoiceTitle", "chooseInvoice", "getWeRunData"),
    *("chooseMedia", "chooseImage", "chooseVideo", "chooseMessageFile", "getPhoneNumber"),
    *("saveImageToPhotosAlbum", "saveVideoToPhotosAlbum", "addPhoneContact", "chooseContact"),
    *("addPhoneCalendar", "addPhoneRepeatCalendar", "setClipboardData", "getClipboardData"),
    *("chooseLicensePlate", "startRecord", "getRecorderManager", "createCameraContext"),
    *("startBluetoothDevicesDiscovery", "startBeaconDiscovery", "startWifi", "chooseAvatar"),
}
PRIVATE = {"getLocation", "chooseLocation", "onLocationChange", "chooseAddress", "choosePoi"}


def test_every_call_is_in_wechats_own_typings():
    unknown = [(path, name) for path, name in reading.calls() if name not in TYPINGS["wx"]]
    assert TYPINGS["version"] == "5.2.3"
    assert unknown == []


def test_every_tag_is_wechats_or_a_declared_component():
    assert [one for one in reading.built_in_tags() if one[1] not in reading.WECHAT_TAGS] == []


def test_every_declared_component_exists():
    lost = [
        (path, place)
        for path in reading.files(".wxml")
        for place in reading.components_of(path).values()
        if not (TREE.folder / f"{place.lstrip('/')}.wxml").exists()
    ]
    assert lost == []


def test_compiled_templates_are_fresh():
    assert compile_wxml.stale(TREE) == [], "run: python tools/compile_wxml.py"


def test_a_changed_template_is_noticed(tmp_path):
    copy, compiled = a_small_program(tmp_path / "program"), tmp_path / "compiled"
    compile_wxml.compile_tree(copy, compiled)
    fresh = compile_wxml.stale(copy, compiled)
    (copy.folder / "pages/a.wxml").write_text("<view>changed</view>")

    assert fresh == []
    assert compile_wxml.stale(copy, compiled) == ["main"]


def test_a_faulty_template_is_refused(tmp_path):
    copy = a_small_program(tmp_path / "program")
    (copy.folder / "pages/a.wxml").write_text("<view><text></view>")
    with pytest.raises(compile_wxml.WxmlError, match=r"pages/a\.wxml:1"):
        compile_wxml.compile_tree(copy, tmp_path / "compiled")


def a_small_program(folder):
    (folder / "pages").mkdir(parents=True)
    (folder / "app.json").write_text('{"pages": ["pages/a"]}')
    (folder / "pages/a.wxml").write_text("<view>once</view>")
    return compile_wxml.tree(folder)


def test_lengths_in_inline_styles_are_not_rpx():
    wrong = [
        (path, attributes["style"])
        for path, _, attributes in reading.elements()
        if "rpx" in (attributes.get("style") or "")
    ]
    assert wrong == []


def test_what_sizes_a_button_weighs_more_than_wechats_own_selector():
    """`button:not([size=mini])` gives 184 px and margins: one class alone is lighter and is lost."""
    assert [
        one for path in reading.files(".wxml") for one in reading.light_button_rules(path)
    ] == []


def test_a_rule_that_is_too_light_for_a_button_is_found(tmp_path):
    (tmp_path / "app.json").write_text('{"pages": ["a"]}')
    (tmp_path / "app.wxss").write_text(
        ".wide { width: 100%; } .on.on { margin: 0; } .x .on { width: 9px }"
    )
    (tmp_path / "a.wxml").write_text("""<button class="wide {{good ? 'on' : ''}}" />""")
    assert reading.light_button_rules("a.wxml", tree(tmp_path)) == [("a.wxml", ".wide")]


def test_whatever_can_be_tapped_says_what_it_is():
    silent = [
        (path, tag)
        for path, tag, attributes in reading.elements()
        if {"bindtap", "catchtap"} & attributes.keys()
        and tag not in NATIVE
        and tag not in reading.components_of(path)
        and "{{" not in attributes.get("aria-role", "")
        and attributes.get("aria-role") not in ROLES
        and attributes.get("aria-hidden") != "true"
    ]
    assert silent == []


def test_every_page_stands_in_a_frame_and_has_its_files():
    for package in TREE.packages:
        for page in package.pages:
            files = {suffix: TREE.folder / f"{page}.{suffix}" for suffix in ("js", "json", "wxml")}
            assert all(path.exists() for path in files.values()), page
            assert "<page-frame" in files["wxml"].read_text("utf-8"), page
            assert json.loads(files["json"].read_text("utf-8"))["navigationBarTitleText"], page


def test_every_page_folder_is_in_app_json():
    listed = {page for package in TREE.packages for page in package.pages}
    pages = {
        path.removesuffix(".json")
        for path in reading.files(".json")
        if path.startswith(("pages/", "packages/"))
        and "/components/" not in path
        and not TREE.config(path).get("component")
    }
    assert pages == listed


def test_app_json_is_what_wechat_wants():
    app = TREE.config("app.json")
    tabs = [tab["pagePath"] for tab in app["tabBar"]["list"]]
    assert (app["componentFramework"], app["glassEaselWebview"]) == ("glass-easel", True)
    assert app["lazyCodeLoading"] == "requiredComponents"
    assert 2 <= len(tabs) <= 5
    assert set(tabs) <= set(app["pages"])
    themes = TREE.config("theme.json")
    assert themes["light"].keys() == themes["dark"].keys()
    named = set(re.findall(r'"@(\w+)"', json.dumps(app)))
    assert named == set(themes["light"])


def test_private_calls_are_declared():
    used = {name for _, name in reading.calls()} & PRIVATE
    app = TREE.config("app.json")
    assert used == set(app["requiredPrivateInfos"])
    assert app["__usePrivacyCheck__"] is True
    if used:
        assert app["permission"]["scope.userLocation"]["desc"]


def test_what_is_told_about_privacy_is_what_is_called():
    """WeChat's review refuses a declared call that is never made, and refuses the call of no declaration."""
    told = re.search("用户隐私保护指引 declares(.*?)\\. Search", DOCS.replace("\n", " "))[1]
    called = {name for _, name in reading.calls()} | {
        attributes.get("open-type", "") for _, _, attributes in reading.elements()
    }
    assert set(re.findall(r"`(\w+)`", told)) == called & DECLARED


def test_the_least_library_is_told_as_it_is_guarded():
    guarded = re.search(r"LEAST = \[(.*)\]", TREE.text("core/library.js"))[1].replace(", ", ".")
    assert f"基础库最低版本 is {guarded} " in DOCS


def test_what_is_sent_to_wechat_heeds_the_projects_settings():
    commands = re.findall(r"miniprogram-ci (?:upload|preview)[^`]*", DOCS)
    assert commands
    assert [one for one in commands if "--use-project-config true" not in one] == []


def test_project_and_sitemap_are_valid():
    project = TREE.config("project.config.json")
    assert project["compileType"] == "miniprogram"
    assert tuple(map(int, project["libVersion"].split("."))) >= (3, 8, 12)
    rules = TREE.config("sitemap.json")["rules"]
    found = {rule["page"] for rule in rules[:-1]}
    assert rules[-1] == {"action": "disallow", "page": "*"}
    assert {rule["action"] for rule in rules[:-1]} == {"allow"}
    assert found <= {page for package in TREE.packages for page in package.pages}
    assert not [page for page in found if re.search("mine|me/me|self|staff|keeper|ticket", page)]


def size_of(package):
    names = TREE.files(package, ".js", ".json", ".wxml", ".wxss", ".wxs", ".png", ".jpg")
    return sum((TREE.folder / name).stat().st_size for name in names)


def test_packages_stay_below_two_megabytes():
    sizes = [size_of(package) for package in TREE.packages]
    assert max(sizes) < PACKAGE_LIMIT
    assert sum(sizes) < TOTAL_LIMIT


def test_what_the_first_page_leads_to_is_fetched_while_it_is_read():
    """WeChat fetches at most two megabytes ahead for the pages of one package."""
    rule = TREE.config("app.json")["preloadRule"]["pages/home/home"]
    urls = re.findall(r"url: '/([^'?]+)", TREE.text("core/services.js"))
    led_to = {package.root for package in TREE.packages if set(package.pages) & set(urls)}
    sizes = [size_of(package) for package in TREE.packages if package.root in rule["packages"]]

    assert rule["network"] == "all"
    assert set(rule["packages"]) == led_to
    assert sum(sizes) < PACKAGE_LIMIT


def test_modules_are_commonjs_and_what_they_require_exists():
    for path in reading.files(".js"):
        text = TREE.text(path)
        assert not re.search(r"^(import|export) ", text, re.MULTILINE), path
        for named in re.findall(r"require\('([^']+)'\)", text):
            target = (TREE.folder / path).parent / named
            assert named.endswith(".js"), (path, named)
            assert target.resolve().exists(), (path, named)


def test_the_server_is_spoken_to_only_through_the_api_module():
    outside = [
        (path, name)
        for path, name in reading.calls()
        if name in {"request", "uploadFile", "login"} and path != "core/api.js"
    ]
    assert outside == []


def test_who_promises_to_tell_asks_whether_wechat_may():
    promising = [
        path for path in reading.files(".js") if re.search("会(告诉|通知)您", TREE.text(path))
    ]
    assert len(promising) >= 8
    assert [path for path in promising if "subscribe.offer(" not in TREE.text(path)] == []


def test_pages_are_opened_in_one_way_that_knows_the_limit_of_ten_and_hears_of_failure():
    ways = {"navigateTo", "redirectTo", "reLaunch", "switchTab"}
    assert {path for path, name in reading.calls() if name in ways} == {"core/go.js", "app.js"}


def test_a_call_that_may_be_refused_hears_of_it():
    """Without `fail` WeChat makes a promise of it, and a cancelled call an error in the district's log."""
    deaf = [
        (path, call)
        for path in reading.files(".js")
        for call, given in re.findall(
            r"wx\.(makePhoneCall|openLocation|chooseMedia|scanCode)\((\{(?:[^{}]|\{[^{}]*\})*)",
            TREE.text(path),
        )
        if "fail" not in given
    ]
    assert deaf == []


def test_what_a_pull_would_refresh_can_be_pulled():
    """WeChat asks a page to refresh only where its json allows the pull."""
    pulls = re.compile(r"behaviors: \[[^\]]*\b(lists|pulled)\b|onPullDownRefresh")
    pages = [page for package in TREE.packages for page in package.pages]
    refreshed = [p for p in pages if pulls.search((TREE.folder / f"{p}.js").read_text("utf-8"))]
    allowed = [
        page
        for page in refreshed
        if json.loads((TREE.folder / f"{page}.json").read_text("utf-8")).get(
            "enablePullDownRefresh"
        )
    ]
    assert refreshed
    assert sorted(set(refreshed) - set(allowed)) == []


def test_every_field_of_a_sentence_keeps_what_was_not_sent():
    """By itself, being told what it is about, or in its page's own draft of the whole form."""
    lost = [
        (path, attributes["label"])
        for path, attributes in reading.wordy_fields()
        if path != reading.KEEPS_NOTHING
        and "keep" not in attributes
        and not re.search(r"draft\.save\(|saveDraft\(", TREE.text(path.replace(".wxml", ".js")))
    ]
    assert lost == []


def test_a_long_field_in_a_panel_says_so_to_wechat():
    """A textarea in a fixed place must be told, and no other: its own reference."""
    long = [
        (path, start)
        for path, start in reading.in_a_sheet()
        if re.search(r"<field\b.* multi", start)
    ]
    assert len(long) >= 19
    assert [one for one in long if "<field fixed " not in one[1]] == []
    told = sum("fixed" in attributes for _, attributes in reading.long_fields())
    assert told == len(long)


def saying(words):
    """The modules in which the words stand, by their paths."""
    return [path for path in reading.files(".js") if words in TREE.text(path)]


def test_every_question_is_asked_where_an_echo_answers_nothing():
    assert saying("wx.showModal(") == ["core/ask.js"]


def test_what_a_phone_may_not_know_yet_is_asked_for():
    """Whatever reads the kept district has a word of its own for an empty phone, or asks first."""
    assert saying("district.known()") == ["core/help.js", "pages/about/about.js"]


def test_whole_forms_that_come_back_are_offered_first():
    forms = [path for path in saying("offerDraft(") if path != "core/resumed.js"]
    assert len(forms) >= 9
    pages = [TREE.text(path.replace(".js", ".wxml")) for path in forms]
    assert [one for one in pages if 'bindtap="takeUp"' not in one] == []


def test_every_service_of_the_first_page_has_a_picture_of_its_own():
    icons = re.findall(r"icon: '(\w+)'", TREE.text("core/services.js"))
    assert len(icons) == len(set(icons))
    drawn = TREE.text("components/glyph/glyph.wxss")
    assert all(f".{icon} {{" in drawn for icon in icons)
