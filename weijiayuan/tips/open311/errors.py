"""What an Open311 client is refused with: one description per problem, in the protocol's shape."""


class Problems(Exception):  # answered, never logged
    """Refuse a call. Missing or wrong key 403, unknown code or id 404, everything else 400."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__(*descriptions)
        self.status = status
        self.descriptions = descriptions
