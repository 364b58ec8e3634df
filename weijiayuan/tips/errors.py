"""The refusals of tips."""

from weijiayuan.kernel.errors import Malformed, NotFound, Refused


class TipNotFound(NotFound):
    code = "tips.not_found"


class ReceiptUnknown(NotFound):
    """The receipt is wrong, unknown or has ended: one answer for all three."""

    code = "tips.receipt_unknown"


class TooManyPhotos(Malformed):
    code = "tips.too_many_photos"


class OutsideDistrict(Refused):
    """The place does not lie in the district."""

    code = "tips.outside_district"


class OverAlready(Refused):
    """The matter is over, so nothing more can be told about it."""

    code = "tips.over_already"
