"""How kinds and states are called on screen."""

from weijiayuan.venues.rules.booking_rules import SlotState
from weijiayuan.venues.rules.vocabulary import ActivityKind, Use, VenueKind

VENUE_KINDS = {
    VenueKind.COURT: "球场",
    VenueKind.ROOM: "活动室",
    VenueKind.READING: "阅览室",
    VenueKind.HALL: "多功能厅",
    VenueKind.STAGE: "剧场排练厅",
    VenueKind.EXHIBITION: "展馆",
    VenueKind.PARK: "户外场地",
}
ACTIVITY_KINDS = {
    ActivityKind.COURSE: "课程",
    ActivityKind.TALK: "讲座",
    ActivityKind.SPORT: "体育",
    ActivityKind.CULTURE: "文化",
    ActivityKind.CHILDREN: "亲子",
    ActivityKind.ELDERLY: "长者",
    ActivityKind.VOLUNTEERING: "志愿",
    ActivityKind.CLINIC: "健康",
}
USES = {Use.EXCLUSIVE: "整场预约", Use.SHARED: "按座位预约"}
SLOT_STATES = {
    SlotState.OPEN: "可约",
    SlotState.FULL: "约满",
    SlotState.NOT_YET: "未放号",
    SlotState.CLOSED: "闭馆",
    SlotState.ENDED: "已截止",
}
