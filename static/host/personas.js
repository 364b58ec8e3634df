// Who "WeChat" says you are. Outside WeChat somebody must: with the fake WeChat the person in front
// chooses, and by default is a resident of their own. The mini-program itself knows nothing of this.
import { make, ask } from './html.js'

const KEY = 'host:persona'
const ROLES = [
  ['', '居民（本浏览器）'], ['organiser', '集市组织者'], ['employer', '用人单位'], ['venue-keeper', '场地管理员'],
  ['grid-worker', '网格员'], ['secretary', '社区书记'], ['dispatcher', '街道分拨员'], ['department', '部门经办人'],
  ['supervisor', '督办员'], ['policy-officer', '政策专员'], ['registrar', '登记人员'], ['registrar-head', '登记负责人'], ['auditor', '审计员'], ['admin', '系统管理员'],
]

const fake = () => document.documentElement.dataset.fakeWechat === 'yes'

function ownName() {
  const name = 'resident-' + crypto.getRandomValues(new Uint32Array(2)).join('')
  localStorage.setItem(KEY, name)
  return name
}

/** The persona whose openid WeChat would give: `?persona=` wins and is remembered. */
export function persona() {
  const asked = new URLSearchParams(location.search).get('persona')
  if (asked) return asked
  return localStorage.getItem(KEY) || ownName()
}

/** Become somebody else: forget what the mini-program stored and start afresh. */
export function become(name) {
  localStorage.clear()
  if (name) localStorage.setItem(KEY, name)
  location.assign('/')
}

export function buildPersonas() {
  const button = document.getElementById('persona')
  button.hidden = !fake()
  button.onclick = choose
}

async function choose() {
  const now = persona()
  const choices = ROLES.map(([name, text]) => make('button', {
    value: name || 'resident', 'aria-pressed': String(name ? name === now : now.startsWith('resident')),
  }, [text]))
  const answer = await ask(make('dialog', { class: 'wx-dialog', 'aria-labelledby': 'persona-title' }, [
    make('h2', { id: 'persona-title' }, ['演示：换一个身份']),
    make('form', { method: 'dialog', class: 'wx-choices' }, [...choices, make('button', { value: '' }, ['关闭'])]),
  ]))
  if (answer) become(answer === 'resident' ? '' : answer)
}
