// Where the phone is, asked when somebody wants it to be known. Whoever refused once is not asked by WeChat
// again: only its settings can allow it then.
const question = require('./ask.js')

const REFUSED = /deny|denied|unauthorized/
const DECIMALS = 6 // 0.1 m; phones give 14
const WORDS = {
  title: '需要您的位置', content: '之前没有允许使用位置。可以到设置里打开；不打开也行，在图上点一下或者用文字写。',
  confirmText: '去设置', cancelText: '不用了',
}

const rounded = (degrees) => Number(degrees.toFixed(DECIMALS))

function ask() {
  return new Promise((found) => wx.getLocation({
    type: 'gcj02',
    success: ({ longitude, latitude }) => found({ place: { lng: rounded(longitude), lat: rounded(latitude), datum: 'gcj02' }, refused: false }),
    fail: ({ errMsg }) => found({ place: null, refused: REFUSED.test(errMsg) }),
  }))
}

/** Let the person open WeChat's settings; tells whether the place may be asked for now. */
const allowed = () => new Promise((done) => question.ask(Object.assign({}, WORDS, {
  success: ({ confirm }) => {
    if (!confirm) done(false)
    else wx.openSetting({ success: ({ authSetting }) => done(Boolean(authSetting['scope.userLocation'])), fail: () => done(false) })
  },
  fail: () => done(false),
})))

/**
 * The place in GCJ-02 as { lng, lat, datum }, or null where the phone does not say, for whoever has just pressed a
 * button for it, and never otherwise (关于 promises that). A refusal of earlier days can be taken back.
 */
async function here() {
  const answer = await ask()
  if (!answer.refused || !await allowed()) return answer.place
  return (await ask()).place
}

module.exports = { here }
