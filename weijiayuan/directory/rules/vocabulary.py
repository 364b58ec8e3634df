"""The words of the directory, as they are stored, and what residents read for them."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """Who serves."""

    PARTY = "party"
    GOVERNMENT = "government"
    PUBLIC = "public"
    SOCIAL = "social"
    FIRM = "firm"
    VOLUNTEERS = "volunteers"


ORGANISATION_WORDS = {
    OrganisationKind.PARTY: "党组织",
    OrganisationKind.GOVERNMENT: "政府部门",
    OrganisationKind.PUBLIC: "事业单位",
    OrganisationKind.SOCIAL: "社会组织",
    OrganisationKind.FIRM: "企业",
    OrganisationKind.VOLUNTEERS: "志愿队伍",
}


class SiteKind(StrEnum):
    """What a place is: a community's centre, a small station, a facility, a hall, a room."""

    CENTRE = "centre"
    MICRO = "micro"
    FACILITY = "facility"
    HALL = "hall"
    PARK_HALL = "park_hall"
    ROOM = "room"


SITE_WORDS = {
    SiteKind.CENTRE: "党群服务中心",
    SiteKind.MICRO: "服务微站点",
    SiteKind.FACILITY: "文体设施",
    SiteKind.HALL: "政务大厅",
    SiteKind.PARK_HALL: "园区分厅",
    SiteKind.ROOM: "活动室",
}


class Standing(StrEnum):
    """Whether an entry is in use: the four states of HSDS 3.0, in our words."""

    ACTIVE = "active"
    PAUSED = "paused"
    INACTIVE = "inactive"
    GONE = "gone"


STANDING_WORDS = {
    Standing.ACTIVE: "在用",
    Standing.PAUSED: "暂停开放",
    Standing.INACTIVE: "已停用",
    Standing.GONE: "已撤销",
}


class How(StrEnum):
    """How one gets a service."""

    WALK_IN = "walk_in"
    BOOK = "book"
    PHONE = "phone"
    HOME_VISIT = "home_visit"


HOW_WORDS = {
    How.WALK_IN: "直接去",
    How.BOOK: "先预约",
    How.PHONE: "先打电话",
    How.HOME_VISIT: "上门",
}


class Feature(StrEnum):
    """What somebody may need of a building; unknown until somebody looked."""

    RAMP = "ramp"
    LIFT = "lift"
    TOILET = "toilet"
    HEARING_LOOP = "hearing_loop"
    NURSING = "nursing"


FEATURE_WORDS = {
    Feature.RAMP: "坡道",
    Feature.LIFT: "电梯",
    Feature.TOILET: "无障碍厕所",
    Feature.HEARING_LOOP: "助听设备",
    Feature.NURSING: "母婴室",
}


class Assurer(StrEnum):
    """Who said that an entry is true, and how they know."""

    OWNER = "owner"
    VISIT = "visit"
    CALL = "call"
    IMPORT = "import"
    SAMPLE = "sample"


ASSURER_WORDS = {
    Assurer.OWNER: "负责人确认",
    Assurer.VISIT: "上门核实",
    Assurer.CALL: "电话核实",
    Assurer.IMPORT: "按公开名单录入",
    Assurer.SAMPLE: "示例",
}


class Pace(StrEnum):
    """How fast somebody walks."""

    USUAL = "usual"
    SLOW = "slow"
