// The shape of a wx call: options with success, fail and complete; a promise where none is given;
// `errMsg` as "name:ok" or "name:fail reason".
import { isTapped, tapped } from '../gesture.js'

export class Failure extends Error {
  constructor(reason, extra = {}) {
    super(reason)
    Object.assign(this, extra)
  }
}

/** Make a wx function of an async one. */
export function call(name, work) {
  return (options = {}) => {
    const running = Promise.resolve().then(() => work(options)).then(
      (result) => ({ ...result, errMsg: `${name}:ok` }),
      (fault) => { throw failed(name, fault) },
    )
    const { success, fail, complete } = options
    if (!success && !fail && !complete) return running
    running.then((result) => { success?.(result); complete?.(result) }, (result) => { fail?.(result); complete?.(result) })
    return undefined
  }
}

/** Make a wx function that WeChat refuses unless somebody taps. */
export function tapCall(name, work) {
  return (options) => {
    const allowed = isTapped()
    return call(name, (given) => {
      if (!allowed) throw new Failure('can only be invoked by user TAP gesture.')
      return work(given)
    })(options)
  }
}

/** Make a wx function whose answer is a tap of its own: what was chosen in a dialog. */
export function dialogCall(name, work) {
  return (options = {}) => call(name, work)({ ...options, success: options.success && ((result) => tapped(() => options.success(result))) })
}

function failed(name, fault) {
  const reason = fault.errMsg ? fault.errMsg.replace(/^\w+:fail ?/, '') : fault.message
  const { message: _message, stack: _stack, ...extra } = fault
  return { ...extra, errMsg: `${name}:fail ${reason}`.trim() }
}

/** Lists of callbacks for wx.onX and wx.offX. */
export class Watchers {
  constructor() { this.lists = {} }

  on(kind) { return (callback) => { (this.lists[kind] ||= new Set()).add(callback) } }

  off(kind) { return (callback) => { callback ? this.lists[kind]?.delete(callback) : this.lists[kind]?.clear() } }

  tell(kind, value) { this.lists[kind]?.forEach((callback) => callback(value)) }
}
