"""Words of devices that say people are recognised, recorded or rated, however they are spelt."""

from pathlib import Path

import pytest

from weijiayuan.sensing.rules.person_recognition import recognises

WORDS = Path(__file__).parent / "words_of_devices.tsv"


@pytest.mark.parametrize("line", WORDS.read_text().splitlines()[1:])
def test_what_recognises_people_is_told_from_what_only_measures(line):
    allowed, said = line.split("\t")

    assert (recognises(said) is None) is (allowed == "yes")
