// Results of the legal voting system, as two people compared them with the original file.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')

Page({
  space: null,
  behaviors: [lists],
  onLoad({ space }) { this.space = space; this.reload() },
  fetchPage(cursor) { return api.get('/commons/ballots/official', { space: this.space, cursor }, { open: true }) },
  dressItem(one) { return Object.assign({}, one, { on: say.day(one.held_on), reasons: one.result.because }) },
})
