"""A video service over HTTP: JSON in and out under a bearer token."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import requests

from weijiayuan.gateways.video_rooms.protocol import VideoDown, VideoRoom

TIMEOUTS = (2.0, 5.0)


@dataclass(frozen=True)
class VideoOverHttp:
    """One object per process; threads may share it."""

    base: str
    token: str = field(repr=False)

    def open(self, case: str, *, starts_at: datetime, ends_at: datetime) -> VideoRoom:
        """Return the room of a session. Raises `VideoDown`, also for a link that is not https."""
        asked = {
            "case": case,
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
        }
        try:
            answer = requests.post(
                f"{self.base}/rooms",
                json=asked,
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=TIMEOUTS,
            )
            answer.raise_for_status()
            link = str(answer.json()["link"])
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise VideoDown from error
        if urlsplit(link).scheme != "https":
            raise VideoDown
        return VideoRoom(link, is_sample=False)


@dataclass(frozen=True)
class NoVideo:
    """No video service is connected: every session goes on by record."""

    def open(self, case: str, *, starts_at: datetime, ends_at: datetime) -> VideoRoom:  # noqa: ARG002
        raise VideoDown
