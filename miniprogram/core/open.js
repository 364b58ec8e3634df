// Open the page that a notice or a matter names ("/pages/…?id=1", with or without the first slash).
const TABS = ['pages/home/home', 'pages/matters/matters', 'pages/inbox/inbox', 'pages/me/me']

function openPage(link) {
  if (!link) return
  const path = link.replace(/^\//, '')
  const way = TABS.indexOf(path.split('?')[0]) >= 0 ? wx.switchTab : wx.navigateTo
  way({ url: '/' + path, fail: () => wx.showToast({ title: '这一页暂时打不开', icon: 'none' }) })
}

module.exports = { openPage }
