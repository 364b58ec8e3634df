// Danger in what was just written: whom to call, over whatever page is open.
const OWN_CARD = /^\/(tips|appeals)(\/anonymous)?$/ // their pages show the whole card

/** Show whom to call. `danger` is { name, advice, call } of the server's answer, or nothing. */
function show(path, danger) {
  if (!danger || OWN_CARD.test(path)) return
  const [first] = danger.call
  wx.showModal({
    title: danger.name + '：请先打电话',
    content: danger.advice + '。电话：' + danger.call.join('、'),
    confirmText: '去拨打',
    cancelText: '知道了',
    success: ({ confirm }) => { if (confirm) wx.makePhoneCall({ phoneNumber: first, fail: () => {} }) },
  })
}

module.exports = { show }
