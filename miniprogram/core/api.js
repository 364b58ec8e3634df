// Everything that goes to the server goes through here: who is asking, once-only changes, retries,
// the server's clock, and a plain sentence for every way it can fail.
const keys = require('./keys.js')
const clock = require('./clock.js')
const danger = require('./danger.js')
const faults = require('./faults.js')
const log = require('./log.js')
const look = require('./look.js')
const server = require('./server.js')
const shelf = require('./shelf.js')
const steady = require('./steady.js')
const storage = require('./storage.js')
const telling = require('./telling.js')
const unsent = require('./unsent.js')

const ROOT = '/api/v1'
const TOKEN = 'token'
const RETRIES = 2
const RETRY_STATUS = [429, 502, 503, 504]
const PASSING = [401, 408, 423, 425, 429] // refusals of the moment
const UNDER_WAY = 'web.idempotency_still_running' // a refusal of the moment too: the first try may yet arrive
const REUSED = 'web.idempotency_key_reused' // the same draft had arrived, in other words
const BROKEN = 'client.broken'
const LONGEST_WAIT = 8000
const LONGEST = 12000 // milliseconds for one question, its log-in and all its tries together
const SENTENCES = {
  offline: '现在没有网络，连上网再试一次就好。',
  timeout: '网络有点慢，没等到回答，请再试一次。',
  broken: '服务暂时开小差了，请过一会儿再试。',
  ours: '不是您的网络：微家园的地址还没有设置好。请打12345告诉我们。',
  file: '文件没有取到，请再试一次。',
  arrived: '刚才那一份其实已经送到了，内容是您改动以前的，不用再交一次。请到“我的事项”里打开它，要补充的写在那里。真是另外一件事，再点一次就会另交一份。',
}

const OURS = /domain list|invalid url/i // what WeChat says where the district has set something wrong
const SLOW = /time ?-?d? ?out|timed_out/i
const USUAL = /interrupted|abort|network|internet|connect|resolve|name_not|errno:600001|:fail ?$/i // what a telephone on the move says

const running = {}
let loggingIn = null

const address = (path) => server.full(ROOT + path)
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

/** A failure to show: { code, sentence, status, fields, offline }. */
function fault(sentence, extra) {
  return Object.assign(new Error(sentence), { sentence, code: '', status: 0, fields: {}, offline: false }, extra)
}

/** No answer came: the network's fault, or our own (an address that WeChat's console does not allow), which is told there. */
function unreachable({ errMsg = '' }) {
  if (OURS.test(errMsg)) {
    log.warn('address refused', errMsg)
    return fault(SENTENCES.ours, { code: 'client.misconfigured' })
  }
  const slow = SLOW.test(errMsg)
  if (!slow && !USUAL.test(errMsg)) log.warn('no answer', errMsg)
  return fault(SENTENCES[slow ? 'timeout' : 'offline'], { code: slow ? 'client.timeout' : 'client.offline', offline: true })
}

/** A page where an answer should be: a wall before the network (a hotel's log-in), which lets nothing through. */
const isForeign = (data) => typeof data === 'string' && /^\s*</.test(data)

/**
 * Whether the service itself has refused this very thing. What anything else says (no network, a wall before it, too
 * many at once, no log-in) speaks of the moment: the same may be sent again.
 */
const isFinal = ({ status, code }) => status >= 400 && status < 500 && PASSING.indexOf(status) < 0 && code !== UNDER_WAY && code !== BROKEN

function refused({ statusCode, data, header }) {
  const problem = (data && typeof data === 'object' && data) || {}
  return fault(problem.detail || problem.title || SENTENCES.broken, Object.assign({}, problem, {
    code: problem.code || BROKEN, status: statusCode, fields: problem.fields || {}, header: header || {},
  }))
}

function headers(options) {
  const sent = { 'content-type': 'application/json' }
  const token = storage.get(TOKEN)
  if (token && !options.open) sent.Authorization = 'Bearer ' + token
  if (options.key) sent['Idempotency-Key'] = options.key
  return sent
}

/** One call over the wire. */
function send(method, path, body, options) {
  return new Promise((answered, failed) => wx.request({
    url: address(path), method, data: body, header: headers(options), timeout: options.timeout || Math.max(options.until - Date.now(), 1),
    success: (response) => {
      clock.learn(response.header)
      if (response.statusCode < 400 && isForeign(response.data)) failed(unreachable({ errMsg: 'foreign page' }))
      else if (response.statusCode < 400) answered(response.data)
      else failed(refused(response))
    },
    fail: (why) => failed(unreachable(why)),
  }))
}

const mayRetry = (error) => error.offline || RETRY_STATUS.indexOf(error.status) >= 0

/** How long the server asks us to wait, else a growing time with jitter. */
function pause(error, attempt) {
  const header = error.header || {}
  const asked = Number(header['Retry-After'] || header['retry-after']) * 1000
  return asked || (300 * Math.pow(2, attempt) * (0.5 + Math.random()))
}

async function patiently(method, path, body, options) {
  const tries = method === 'GET' ? RETRIES : 0
  const asked = Object.assign({ until: Date.now() + LONGEST }, options)
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send(method, path, body, asked)
    } catch (error) {
      const longest = pause(error, attempt)
      if (attempt >= tries || !mayRetry(error) || longest > LONGEST_WAIT || Date.now() + longest > asked.until) throw error
      await wait(longest)
    }
  }
}

/** Work as the person in front: log in if need be, and once more if the token has run out. */
async function signed(work) {
  if (!storage.get(TOKEN)) await login()
  const used = storage.get(TOKEN)
  try {
    return await work()
  } catch (error) {
    if (error.status !== 401) throw error
    if (storage.get(TOKEN) === used) storage.remove(TOKEN)
    if (!storage.get(TOKEN)) await login()
    return work()
  }
}

function call(method, path, body, options) {
  const until = Date.now() + LONGEST
  const work = () => patiently(method, path, body, method === 'GET' ? Object.assign({ until }, options) : options)
  return options.open ? work() : signed(work)
}

/** Log in with a code of WeChat; callers that come together share one log-in. */
function login() {
  if (!loggingIn) {
    loggingIn = newSession().then((session) => { loggingIn = null; return session }, (error) => { loggingIn = null; throw error })
  }
  return loggingIn
}

async function newSession() {
  const code = await new Promise((given, failed) => wx.login({
    success: (answer) => given(answer.code),
    fail: ({ errMsg }) => failed(fault('没能登录，请在微信里打开微家园再试。', { code: 'client.login', detail: errMsg })),
  }))
  const session = await patiently('POST', '/sessions', { code }, { open: true })
  const before = await storage.unseal('resident')
  if (before && session.resident && before.id !== session.resident.id) storage.forgetMemories()
  storage.put(TOKEN, session.token)
  storage.seal('resident', session.resident || null)
  look.adopt(session.resident)
  return session
}

function queried(path, query) {
  const parts = Object.keys(query || {})
    .filter((name) => query[name] !== undefined && query[name] !== null && query[name] !== '')
    .map((name) => encodeURIComponent(name) + '=' + encodeURIComponent(query[name]))
  return parts.length ? path + (path.indexOf('?') < 0 ? '?' : '&') + parts.join('&') : path
}

/**
 * Read. `query` is put on the address; `{ open: true }` asks without saying who; `{ keep: true }` keeps the
 * answer on the phone and gives it again where there is no network.
 */
async function get(path, query, options) {
  const { keep } = options || {}
  const asked = queried(path, query)
  try {
    const answer = await call('GET', asked, undefined, options || {})
    if (keep) shelf.keep(asked, answer)
    return answer
  } catch (error) {
    const kept = keep && error.offline ? await shelf.find(asked) : null
    if (!kept) throw error
    return kept
  }
}

/**
 * Change something, once. The same path and body asked again while the first is under way shares its
 * answer (a double tap), and asked again after no answer came keeps its Idempotency-Key (a retry). Pages take no
 * taps meanwhile; `{ aside: true }` is for what is told by the way, which nobody waits for. `{ draft: key }` is for
 * what may be changed between two tries: with the key of the draft the second one is told that the first had arrived
 * (`client.arrived`), and nothing is there twice.
 */
function change(method, path, body, options) {
  const action = keys.actionOf(method, path, body)
  const asked = options || {}
  if (!running[action]) running[action] = changeOnce(method, path, body, asked, action)
  return asked.aside ? running[action] : steady.during(running[action])
}

/** Whether all that a refusal finds wrong now stands at the fields of the page. */
const isAllAtFields = (fields) => Object.keys(fields || {}).length > 0 && faults.tell(fields).length === 0

async function changeOnce(method, path, body, options, action) {
  try {
    if (!options.aside) faults.clear()
    const key = options.draft || keys.keyFor(action)
    const answer = await call(method, path, body, Object.assign({}, options, { key }))
    keys.forget(action)
    unsent.sent(body)
    danger.heard(answer)
    return answer
  } catch (error) {
    if (isFinal(error)) keys.forget(action)
    if (options.draft && error.code === REUSED) throw fault(SENTENCES.arrived, { code: 'client.arrived' })
    if (!options.aside) error.isAtFields = isAllAtFields(error.fields)
    throw error
  } finally {
    delete running[action]
  }
}

const post = (path, body, options) => change('POST', path, body || {}, options)
const put = (path, body, options) => change('PUT', path, body || {}, options)
const remove = (path, options) => change('DELETE', path, undefined, options)

/**
 * Ask for a calculation: a POST that keeps nothing, needs no key and may be retried. `{ waits: true }` where
 * somebody has pressed for the answer: pages take no taps meanwhile.
 */
function compute(path, body, options) {
  const asked = Object.assign({ open: true }, options)
  const work = patiently('POST', path, body, asked)
  return asked.waits ? steady.during(work) : work
}

/**
 * Change something where no key is asked and no answer kept, because nobody may be known by it: `body` carries a secret
 * of its draft (`once`) where twice would be two. The same asked again while the first is under way shares its answer.
 */
function tell(path, body, options) {
  const action = keys.actionOf('POST', path, body)
  if (!running[action]) running[action] = toldOnce(path, body, Object.assign({ open: true }, options), action)
  return steady.during(running[action])
}

async function toldOnce(path, body, options, action) {
  try {
    const answer = await call('POST', path, body, options)
    unsent.sent(body)
    danger.heard(answer)
    return answer
  } catch (error) {
    error.isAtFields = isAllAtFields(error.fields)
    throw error
  } finally {
    delete running[action]
  }
}

/**
 * Send one file; `onProgress` gets 0 to 100. Gives { id, ... }: for `{ open: true }`, which says nothing of
 * who sends, the id is the upload code that an anonymous tip carries.
 */
function upload(filePath, kind, onProgress, options) {
  const open = options && options.open
  const key = open ? '' : keys.fresh()
  const work = () => sendFile(filePath, kind, onProgress, { key, open })
  return open ? work() : signed(work)
}

function sendFile(filePath, kind, onProgress, { key, open }) {
  const sent = headers({ key, open })
  delete sent['content-type']
  return new Promise((answered, failed) => {
    const task = wx.uploadFile({
      url: address(open ? '/files/anonymous' : '/files'), filePath, name: 'file', formData: { kind }, header: sent,
      success: (response) => {
        const data = parsed(response.data)
        if (response.statusCode < 400 && !data) failed(unreachable({ errMsg: 'foreign page' }))
        else if (response.statusCode < 400) answered(open ? Object.assign({ id: data.upload_code }, data) : data)
        else failed(refused({ statusCode: response.statusCode, data, header: {} }))
      },
      fail: (why) => failed(unreachable(why)),
    })
    if (onProgress) task.onProgressUpdate(({ progress }) => onProgress(progress))
  })
}

/** Take a file to the phone as the person in front; gives its temporary path. */
const download = (path) => signed(() => new Promise((answered, failed) => wx.downloadFile({
  url: address(path), header: headers({}),
  success: ({ statusCode, tempFilePath }) => {
    if (statusCode === 200) answered(tempFilePath)
    else failed(fault(SENTENCES.file, { code: 'client.file', status: statusCode }))
  },
  fail: (why) => failed(unreachable(why)),
})))

function parsed(text) {
  try { return JSON.parse(text) } catch (_) { return null }
}

/** Say whether somebody has logged in on this phone: what is theirs can be asked for without a login. */
const isKnown = () => Boolean(storage.get(TOKEN))

/** Show a failure in one sentence, unless all of it stands at the fields. */
const say = (error) => (error && error.isAtFields ? undefined : telling.say((error && error.sentence) || SENTENCES.broken))

module.exports = { get, post, put, remove, compute, tell, upload, download, login, isKnown, isFinal, say, now: clock.now, fault }
