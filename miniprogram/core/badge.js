// The number on the tab of 消息.
const INBOX = 2

function show(unread) {
  if (unread) wx.setTabBarBadge({ index: INBOX, text: unread > 99 ? '99+' : String(unread), fail: () => {} })
  else wx.removeTabBarBadge({ index: INBOX, fail: () => {} })
}

module.exports = { show }
