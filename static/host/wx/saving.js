// Keeping a file where the browser keeps what it downloads.
import { make } from '../html.js'

export function save(address, name) {
  const link = make('a', { href: address, download: name, hidden: true })
  document.body.append(link)
  link.click()
  link.remove()
}
