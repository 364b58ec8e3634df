// Somebody is in danger: whom to call, in numbers that nobody can miss. Properties: danger { kind, name, call, advice },
// searched (the words were looked for and reported to nobody).
const WHO = { 110: '报警', 119: '消防救援', 120: '急救', 12356: '心理援助', 12338: '妇女儿童维权', 12355: '青少年热线', 96110: '反诈专线' }

Component({
  properties: { danger: { type: Object, value: null }, searched: { type: Boolean, value: false } },
  data: { lines: [] },
  observers: {
    danger(danger) {
      this.setData({ lines: danger ? danger.call.map((number) => ({ number, who: WHO[number] || '求助' })) : [] })
    },
  },
  methods: {
    call(event) { wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.number, fail: () => {} }) },
  },
})
