// What WeChat does only while somebody taps: send a file on, ask for messages, open the settings. A call after an
// answer from the network comes too late.
let under = false

/** Let the page's code answer a tap: what it calls at once is allowed, what it awaits first is not. */
export function tapped(work) {
  under = true
  setTimeout(() => { under = false })
  return work()
}

export const isTapped = () => under
