from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.web.blueprint import Blueprint

duty_desk = Blueprint(
    "duty", __name__, guard=require_role(Role.DUTY_WORKER), description="值班和呼叫"
)
