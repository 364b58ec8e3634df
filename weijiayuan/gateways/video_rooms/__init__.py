"""Rooms for seeing each other: a session before the judge is held in one where there is one."""

from weijiayuan.gateways.video_rooms.protocol import VideoDown, VideoRoom, VideoRooms

__all__ = ["VideoDown", "VideoRoom", "VideoRooms"]
