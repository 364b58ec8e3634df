// Somebody is in danger: whom to call, in numbers that nobody can miss: the page goes to it by itself, because it comes
// while a finger is elsewhere (a page gives it an id for that). Properties: danger { kind, name, advice, call: numbers or
// { number, name } }, searched (the words were looked for and reported to nobody).
const { follow, unfollow, numberOf } = require('../../core/danger.js')

const WHO = { 110: '报警', 119: '消防救援', 120: '急救', 12356: '心理援助', 12338: '妇女儿童维权', 12355: '青少年热线', 96110: '反诈专线' }
const DRAWN = 50 // milliseconds until it stands on the page
const told = (danger) => (danger ? danger.name + danger.call.map(numberOf).join() : '')

Component({
  properties: { danger: { type: Object, value: null }, searched: { type: Boolean, value: false } },
  data: { lines: [] },
  observers: {
    danger(danger) {
      this.setData({ lines: danger ? danger.call.map(numberOf).map((number) => ({ number, who: WHO[number] || '求助' })) : [] })
      if (told(danger) !== this.told) this.bring()
      this.told = told(danger)
    },
  },
  lifetimes: {
    attached() {
      this.card = { name: () => this.data.danger && this.data.danger.name }
      follow(this.card)
    },
    detached() { unfollow(this.card) },
  },
  pageLifetimes: {
    show() { follow(this.card) },
    hide() { unfollow(this.card) },
  },
  methods: {
    call(event) { wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.number, fail: () => {} }) },
    /** Bring it to the top of the screen, from under a keyboard too. */
    bring() {
      if (!this.data.danger) return
      setTimeout(() => {
        if (!this.id) return
        wx.hideKeyboard({ fail: () => {} })
        wx.pageScrollTo({ selector: '#' + this.id, duration: 0, fail: () => {} })
      }, DRAWN)
    },
  },
})
