"""What each role is called, where it may be exercised, and how far it can reach.

One row a role. A new role needs its line in `rules.Role` and its row here; the desk's forms, the
guards and the tests read this table.
"""

from dataclasses import dataclass

from weijiayuan.accounts.rules import Role, TerritoryKind

EVERYWHERE = tuple(TerritoryKind)
AREAS = (
    TerritoryKind.DISTRICT,
    TerritoryKind.STREET,
    TerritoryKind.COMMUNITY,
    TerritoryKind.GRID,
)


@dataclass(frozen=True)
class RoleFacts:
    """A row: `desk_only` roles need the desk's sign-in, the others go by telephone too."""

    words: str
    desk_only: bool = False
    within: tuple[TerritoryKind, ...] = EVERYWHERE


ROLES: dict[Role, RoleFacts] = {
    Role.ORGANISER: RoleFacts("集市组织者", within=AREAS),
    Role.VENUE_KEEPER: RoleFacts("场地管理员", within=(*AREAS, TerritoryKind.VENUE)),
    Role.GRID_WORKER: RoleFacts("网格员", within=AREAS),
    Role.SECRETARY: RoleFacts("社区书记", within=AREAS),
    Role.DISPATCHER: RoleFacts("街道分拨员", within=AREAS),
    Role.DEPARTMENT: RoleFacts("部门经办人"),
    Role.SUPERVISOR: RoleFacts("督办员"),
    Role.POLICY_OFFICER: RoleFacts("政策专员", desk_only=True, within=(TerritoryKind.DISTRICT,)),
    Role.REGISTRAR: RoleFacts("登记人员", desk_only=True, within=(TerritoryKind.DISTRICT,)),
    Role.REGISTRAR_HEAD: RoleFacts("登记负责人", desk_only=True, within=(TerritoryKind.DISTRICT,)),
    Role.AUDITOR: RoleFacts("审计员", desk_only=True, within=(TerritoryKind.DISTRICT,)),
    Role.ADMIN: RoleFacts("系统管理员", desk_only=True, within=(TerritoryKind.DISTRICT,)),
    Role.DUTY_WORKER: RoleFacts("值班员", within=AREAS),
    Role.MEDIATOR: RoleFacts("人民调解员", within=AREAS),
    Role.ADVISER: RoleFacts("法律顾问", within=AREAS),
    Role.ROOM_KEEPER: RoleFacts("确认室管理员", within=AREAS),
    Role.COMMITTEE: RoleFacts("业委会（物管会）委员", within=(*AREAS, TerritoryKind.SPACE)),
    Role.PROPERTY: RoleFacts("物业服务企业", within=(*AREAS, TerritoryKind.SPACE)),
    Role.STREET_FILING: RoleFacts("街道备案人员", within=AREAS),
    Role.JUDGE: RoleFacts("审判员", desk_only=True, within=(TerritoryKind.DISTRICT,)),
}


def facts_of(role: Role) -> RoleFacts:
    """Return the row of a role."""
    return ROLES[role]


def is_desk_only(role: Role) -> bool:
    """Tell whether the role needs the desk's sign-in."""
    return ROLES[role].desk_only
