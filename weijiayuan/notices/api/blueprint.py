"""What residents have here: messages, what they let us send, and their matters."""

from weijiayuan.accounts.guards import require_resident
from weijiayuan.web.blueprint import Blueprint

mine = Blueprint(
    "notices",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/me",
    description="消息与我的事项",
)
