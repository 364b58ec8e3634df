// Every answer, to look at and to change.
const calc = require('../calc.js')
const put = require('../answer.js')
const { ask } = require('../../../core/ask.js')
const { replace, restart } = require('../../../core/go.js')

Page({
  data: { rows: [] },
  async onShow() {
    await calc.ready()
    this.setData({ rows: calc.load().map(({ question, value }, index) => ({
      index, label: question.label, who: calc.who(question.subject), answer: put.words(question, value), url: '/pages/welfare/ask/ask?change=' + index,
    })) })
  },
  ask() { replace(calc.page('/pages/welfare/ask/ask')) },
  restart() {
    ask({
      danger: true, title: '清掉全部答案？', content: '清掉以后要从头回答。', confirmText: '清掉', cancelText: '不用了',
      success: ({ confirm }) => {
        if (!confirm) return
        calc.restart()
        restart('/pages/welfare/ask/ask')
      },
    })
  },
})
