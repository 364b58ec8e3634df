"""The refusals of topics."""

from weijiayuan.kernel.errors import NotFound, Refused


class TopicNotFound(NotFound):
    code = "commons.topic_not_found"


class StatementNotFound(NotFound):
    code = "commons.statement_not_found"


class AlreadySupported(Refused):
    """The resident supports this topic already."""

    code = "commons.already_supported"


class TooManyStatements(Refused):
    """A topic has `most` statements."""

    code = "commons.too_many_statements"


class Unlawful(Refused):
    """No vote, meeting or minutes can decide this: `article` forbids it."""

    code = "commons.unlawful"


class DoubtfulText(Refused):
    """A second person looks at this text before it is put to a vote or published (`findings`)."""

    code = "commons.doubtful_text"


class ReviewNotFound(NotFound):
    code = "commons.review_not_found"


class NamesSomebody(Refused):
    """Everybody reads this text, and it tells somebody's numbers or accuses them by name."""

    code = "commons.names_somebody"
