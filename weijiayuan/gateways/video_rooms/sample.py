"""A video service that shows no picture, says so, and can be told to fail."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from weijiayuan.gateways.video_rooms.protocol import VideoDown, VideoRoom


@dataclass(frozen=True)
class SampleVideo:
    """Opens rooms without a picture. `state` is a file: `{"down": true}` makes it fail."""

    state: Path

    def open(self, case: str, *, starts_at: datetime, ends_at: datetime) -> VideoRoom:  # noqa: ARG002
        if self.state.exists() and json.loads(self.state.read_text("utf-8")).get("down"):
            raise VideoDown
        return VideoRoom("", is_sample=True)
