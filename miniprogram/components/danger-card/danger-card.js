// Somebody is in danger: whom to call, in numbers that nobody can miss. Property: danger { kind, name, call, advice }.
const WHO = { 110: '报警', 119: '消防救援', 120: '急救', 12356: '心理援助' }

Component({
  properties: { danger: { type: Object, value: null } },
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
