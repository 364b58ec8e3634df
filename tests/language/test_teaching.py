"""The weights that ship are those that the tools teach."""

from tools import teach_matters, teach_terms
from weijiayuan.language import linear_text_classifier


def test_matters_of_stories_are_taught_as_they_ship():
    taught = teach_matters.teach(teach_matters.lessons())
    assert linear_text_classifier.written(taught) == teach_matters.FILE.read_text("utf-8")


def test_terms_of_agreements_are_taught_as_they_ship():
    taught = teach_terms.teach(*teach_terms.lessons())
    assert linear_text_classifier.written(taught) == teach_terms.FILE.read_text("utf-8")
