from weijiayuan.kernel.errors import Malformed, NotFound, Refused


class CommunityNotFound(NotFound):
    """No such community, or it has ended."""

    code = "places.community_not_found"


class StreetNotFound(NotFound):
    """No such street."""

    code = "places.street_not_found"


class CommunityExists(Refused):
    """A living community of the street has this name, or some community this code."""

    code = "places.community_exists"


class CodeNotOfStreet(Malformed):
    """A community's code begins with the code of its street."""

    code = "places.code_not_of_street"


class EndsBeforeItBegan(Malformed):
    """A community cannot end on or before the day it began."""

    code = "places.ends_before_it_began"


class GridsMalformed(Malformed):
    """The outlines do not make a set of grids; `fields` names each that does not."""

    code = "places.grids_malformed"


class GridsOverlap(Malformed):
    """The outlines cover too much twice, or lie outside the district."""

    code = "places.grids_overlap"


class DayOutsideYear(Malformed):
    """An announced day belongs to another year, or stands there twice."""

    code = "places.day_outside_year"


class DayNotMarked(NotFound):
    """Nobody marked this day."""

    code = "places.day_not_marked"
