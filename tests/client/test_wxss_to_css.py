from weijiayuan.client import wxss_to_css
from weijiayuan.client.miniprogram_packages import tree


def a_tree(folder, **sheets):
    folder.joinpath("app.json").write_text('{"pages": []}')
    for name, text in sheets.items():
        folder.joinpath(f"{name}.wxss").write_text(text)
    return tree(folder)


def test_lengths_follow_the_width_and_height_of_the_page(tmp_path):
    made = wxss_to_css.sheet(
        a_tree(tmp_path, app="a { width: 12.5rpx; height: 100vh }"), "app.wxss"
    )
    assert made == "a { width: calc(12.5 * var(--rpx)); height: calc(100 * var(--vh)) }"


def test_imports_are_put_in_place_and_comments_left_out(tmp_path):
    files = a_tree(tmp_path, app='/* x */@import "./b.wxss"; a { c: d }', b="b { e: 1rpx }")
    assert wxss_to_css.sheet(files, "app.wxss").split() == (
        ["b", "{", "e:", "calc(1", "*", "var(--rpx))", "}", "a", "{", "c:", "d", "}"]
    )


def test_a_page_binds_its_rules_to_itself(tmp_path):
    files = a_tree(tmp_path, p="page { a: b } .x, view .y { c: d } @media (x) { .z { e: f } }")
    assert wxss_to_css.page_sheet(files, "p.wxss") == (
        'page[is="p"]{a: b}\npage[is="p"] .x,page[is="p"] view .y{c: d}\n'
        '@media (x){page[is="p"] .z{e: f}\n}\n'
    )


def test_a_component_keeps_its_classes_to_itself(tmp_path):
    files = a_tree(tmp_path, c=":host { a: .5em } .x.y .z { b: c } @keyframes k { 0% { d: e } }")
    assert wxss_to_css.component_sheet(files, "c.wxss") == (
        '[wx-host="c"]{a: .5em}\n.c--x.c--y .c--z{b: c}\n@keyframes k{0% { d: e }}\n'
    )
