// The telephone's calendar: in a browser, a file that any calendar opens.
import { call } from './calls.js'
import { save } from './saving.js'

/** Write a moment given in seconds as RFC 5545 does, in UTC. */
const moment = (seconds) => new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '')
const escaped = (text) => text.replace(/[\\;,]/g, '\\$&').replace(/\n/g, '\\n')

export const addPhoneCalendar = call('addPhoneCalendar', ({ title, startTime, endTime, location = '', description = '', alarmOffset = 0 }) => {
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//weijiayuan//browser//ZH', 'BEGIN:VEVENT',
    `UID:${startTime}-${crypto.randomUUID()}`, `DTSTAMP:${moment(Date.now() / 1000)}`,
    `DTSTART:${moment(startTime)}`, `DTEND:${moment(endTime || startTime)}`,
    `SUMMARY:${escaped(title)}`, `LOCATION:${escaped(location)}`, `DESCRIPTION:${escaped(description)}`,
    'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, `TRIGGER:-PT${alarmOffset}S`, 'END:VALARM',
    'END:VEVENT', 'END:VCALENDAR', '',
  ]
  const file = new Blob([lines.join('\r\n')], { type: 'text/calendar' })
  save(URL.createObjectURL(file), 'weijiayuan.ics')
})
