"""Under which addresses the directory answers, and who may come in."""

from weijiayuan.accounts.guards import require_anyone, require_desk_role, require_resident
from weijiayuan.directory.service.keeper_permissions import KEEPERS
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.cross_origin import let_every_origin_read

services = Blueprint("services", __name__, guard=open_to_all, description="党群服务：身边的服务")
sites = Blueprint("sites", __name__, guard=open_to_all, description="党群服务：站点")
hall_matters = Blueprint(
    "hall_matters",
    __name__,
    url_prefix="/api/v1/matters",
    guard=open_to_all,
    description="党群服务：大厅办理的事项",
)
coverage = Blueprint(
    "coverage",
    __name__,
    url_prefix="/api/v1/governance",
    guard=open_to_all,
    description="党群服务：十五分钟覆盖",
)
alliances = Blueprint("alliances", __name__, guard=require_anyone, description="党群服务：分联盟")
directory_imports = Blueprint(
    "directory_imports",
    __name__,
    url_prefix="/api/v1/directory/imports",
    guard=require_desk_role(*KEEPERS),
    description="党群服务：名单导入",
)
held = Blueprint(
    "held",
    __name__,
    url_prefix="/api/v1/service-at",
    guard=require_anyone,
    description="党群服务：站点上的服务",
)
resources = Blueprint(
    "resources", __name__, guard=require_resident, description="党群服务：共享资源"
)

for each in (services, sites, hall_matters, coverage):
    each.after_request(let_every_origin_read)
