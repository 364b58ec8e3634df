from weijiayuan.accounts.guards import require_resident
from weijiayuan.web.blueprint import Blueprint

venues = Blueprint("venues", __name__, guard=require_resident, description="场地预约")
