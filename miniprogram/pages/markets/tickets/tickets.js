// All my tickets, newest first.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { ticketKind } = require('../states.js')
const { go } = require('../../../core/go.js')

Page({
  behaviors: [lists],
  onShow() { this.reload() },
  fetchPage(cursor) { return api.get('/markets/tickets', { cursor, limit: 20 }) },
  dressItem(ticket) {
    const when = say.moment(ticket.window.starts_at)
    return { id: ticket.id, name: ticket.service_name, number: ticket.label, state_text: ticket.state_text, kind: ticketKind(ticket.state),
      when, place: ticket.place, label: [ticket.service_name, ticket.label, ticket.state_text, when].join('，') }
  },
  open(event) { go('/pages/markets/ticket/ticket?id=' + event.currentTarget.dataset.id) },
  markets() { go('/pages/markets/list/list') },
})
