// WeChat runs a page's view and its logic apart, with a bridge between: what somebody does reaches the
// page's code later, when the view may have gone on. Tests ask for the time it takes; nobody else waits.
const DELAY = Number(new URLSearchParams(location.search).get('bridge')) || 0

/** What is under way: calls over the network, and events on the bridge. */
export const pending = new Set()

/** Do in the logic what the view has seen, in the order in which it was seen. */
export function cross(work) {
  if (!DELAY) return work()
  pending.add(work)
  setTimeout(() => {
    pending.delete(work)
    work()
  }, DELAY)
  return undefined
}
