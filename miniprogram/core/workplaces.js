// Pages for people with a duty. `roles`: who sees the row; an empty list means everybody.
module.exports = [
  { roles: ['organiser'], name: '集市组织', note: '办集市、写菜单、现场叫号', icon: 'market', url: '/packages/organiser/desk/desk' },
]
