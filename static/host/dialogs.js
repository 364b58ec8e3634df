// A page's own dialog (a panel from below) for keyboards and readers, which phones do by themselves: it takes the
// focus when it comes, keeps it while it is there, gives it back when it goes, and Escape is its button to close.
const DIALOG = 'page:not([hidden]) [role="dialog"][aria-modal="true"]'
const FOCUSABLE = 'button:not(:disabled), input, select, textarea, [tabindex="0"]'

let open = null
let before = null

const front = () => [...document.querySelectorAll(DIALOG)].findLast((one) => one.checkVisibility()) || null

/** Follow what is in front: a new dialog takes the focus, and the last one gives it back. */
function follow() {
  const now = front()
  if (now === open) return
  if (now) {
    if (!open) before = document.activeElement
    now.tabIndex = -1
    now.focus({ preventScroll: true })
  } else if (before?.isConnected) before.focus({ preventScroll: true })
  open = now
}

function onKey(event) {
  if (!open || document.querySelector('dialog[open]')) return
  if (event.key === 'Escape') open.querySelector('[aria-label="关闭"]')?.click()
  if (event.key === 'Tab') keepInside(event)
}

function keepInside(event) {
  const inside = [...open.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility())
  const edge = event.shiftKey ? inside[0] : inside.at(-1)
  const leaves = !open.contains(document.activeElement) || document.activeElement === edge
    || (event.shiftKey && document.activeElement === open)
  if (!leaves || !inside.length) return
  event.preventDefault()
  inside.at(event.shiftKey ? -1 : 0).focus()
}

export function watchDialogs(pages) {
  new MutationObserver(follow).observe(pages, { subtree: true, childList: true, attributes: true, attributeFilter: ['hidden'] })
  document.addEventListener('keydown', onKey)
}
