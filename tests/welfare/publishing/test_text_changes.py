"""Every word that changes is shown to whoever approves."""

from weijiayuan.welfare.publishing.text_changes import text_changes


def test_every_changed_line_of_every_file_is_there():
    before = {"a.yaml": "one\ntwo\nthree\n", "b.yaml": "same\n", "c.yaml": "gone\n"}
    after = {"a.yaml": "one\ntwo, but paid\nthree\n", "b.yaml": "same\n", "d.yaml": "# new\n"}

    assert text_changes(before, after) == [
        {
            "file": "a.yaml",
            "lines": ["@@ -1,3 +1,3 @@", " one", "-two", "+two, but paid", " three"],
        },
        {"file": "c.yaml", "lines": ["@@ -1 +0,0 @@", "-gone"]},
        {"file": "d.yaml", "lines": ["@@ -0,0 +1 @@", "+# new"]},
    ]


def test_a_long_change_is_shown_to_its_end():
    after = "\n".join(f"line {number}" for number in range(5_000)) + "\n"

    (change,) = text_changes({}, {"a.yaml": after})

    assert change["lines"][-1] == "+line 4999"
    assert len(change["lines"]) == 5_001


def test_the_end_of_a_line_is_no_hiding_place():
    (change,) = text_changes({"a.yaml": "one"}, {"a.yaml": "one\x85two\u2028three"})

    assert [line for line in change["lines"] if "three" in line]
