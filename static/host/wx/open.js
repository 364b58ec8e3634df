// What WeChat itself answers for: who the person is, their telephone, messages they agree to, sharing.
import { call, tapCall, Failure } from './calls.js'
import { emit } from '../framework.js'
import { make, ask } from '../html.js'
import { persona } from '../personas.js'
import { pending } from '../bridge.js'
import { chooseMedia } from './media.js'
import { top } from '../navigation.js'
import { setClipboardData } from './device.js'
import { showToast } from './feedback.js'

const MOST_TEMPLATES = 3

async function asked(path, body) {
  pending.add(body)
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit' })
    if (!response.ok) throw new Failure('请在微信里打开微家园')
    return await response.json()
  } finally {
    pending.delete(body)
  }
}

/** A login code of the fake WeChat for whoever the host's frame says is in front. */
export const login = call('login', async () => ({ code: (await asked('/fake-wechat/codes', { persona: persona() })).code }))
export const checkSession = call('checkSession', () => {})

/** What is known of templates; refused is what WeChat refuses: too many, unknown ones, long-term ones beside others. */
async function checkTemplates(ids) {
  if (!ids?.length) throw new Failure('TmplIds can\'t be empty', { errCode: 10001 })
  if (ids.length > MOST_TEMPLATES) throw new Failure('Templates count out of max bounds', { errCode: 20003 })
  const known = await (await fetch('/fake-wechat/templates', { credentials: 'omit' })).json()
  if (ids.some((id) => !known[id])) throw new Failure('No template data return, verify the template id exist', { errCode: 20001 })
  if (new Set(ids.map((id) => known[id].long_term)).size > 1) throw new Failure('Templates type must be same', { errCode: 20002 })
  return known
}

/** Ask the person about each template, as WeChat's own sheet does. */
export const requestSubscribeMessage = tapCall('requestSubscribeMessage', async ({ tmplIds }) => {
  const known = await checkTemplates(tmplIds)
  const boxes = tmplIds.map((id) => make('input', { type: 'checkbox', checked: true, value: id }))
  const answer = await ask(make('dialog', { class: 'wx-dialog', 'aria-label': '接收消息' }, [
    make('h2', {}, ['微家园 想给您发消息']),
    ...boxes.map((box) => make('p', {}, [make('label', {}, [box, ' ' + known[box.value].title])])),
    make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [
      make('button', { value: 'reject' }, ['不用了']), make('button', { value: 'accept', class: 'wx-confirm' }, ['好的']),
    ]),
  ]))
  const answers = boxes.map((box) => [box.value, answer === 'accept' && box.checked ? 'accept' : 'reject'])
  await Promise.all(answers.map(([id, result]) => asked('/fake-wechat/subscriptions', { persona: persona(), template_id: id, result })))
  return Object.fromEntries(answers)
})

export const getPrivacySetting = call('getPrivacySetting', () => ({ needAuthorization: false, privacyContractName: '《微家园隐私保护指引》' }))
export const requirePrivacyAuthorize = call('requirePrivacyAuthorize', () => {})
export const onNeedPrivacyAuthorization = () => {}
export const openPrivacyContract = call('openPrivacyContract', () => {})
export const showShareMenu = call('showShareMenu', () => {})
export const hideShareMenu = call('hideShareMenu', () => {})
export const updateWeChatApp = call('updateWeChatApp', () => {})
/** A new version comes when the address says so: `?update=ready`, `?update=failed`. */
export function getUpdateManager() {
  const coming = new URLSearchParams(location.search).get('update')
  const when = (what) => (tell) => { if (coming === what) setTimeout(tell) }
  return {
    onCheckForUpdate: (tell) => tell({ hasUpdate: Boolean(coming) }), onUpdateReady: when('ready'), onUpdateFailed: when('failed'),
    applyUpdate() { location.reload() },
  }
}

/** What a button with open-type does when it is pressed. */
export async function opened(kind, component, element) {
  if (kind === 'getPhoneNumber') return givePhone(component)
  if (kind === 'chooseAvatar') return giveAvatar(component)
  if (kind === 'share') return share(element)
  if (kind === 'agreePrivacyAuthorization') return emit(component, 'agreeprivacyauthorization', {})
  if (kind === 'openSetting') return emit(component, 'opensetting', { authSetting: {} })
  if (kind === 'contact') return showToast({ title: '请在微信里联系客服', icon: 'none' })
  return undefined
}

async function givePhone(component) {
  const answer = await ask(make('dialog', { class: 'wx-dialog', 'aria-label': '手机号' }, [
    make('h2', {}, ['微家园 申请获取您的手机号']),
    make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [
      make('button', { value: '' }, ['不允许']), make('button', { value: 'yes', class: 'wx-confirm' }, ['允许']),
    ]),
  ]))
  if (!answer) return emit(component, 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' })
  try {
    const { code } = await asked('/fake-wechat/phone-codes', { persona: persona() })
    return emit(component, 'getphonenumber', { code, errMsg: 'getPhoneNumber:ok' })
  } catch (fault) {
    return emit(component, 'getphonenumber', { errMsg: 'getPhoneNumber:fail ' + fault.message })
  }
}

async function giveAvatar(component) {
  const { tempFiles } = await chooseMedia({ count: 1, mediaType: ['image'] })
  emit(component, 'chooseavatar', { avatarUrl: tempFiles[0].tempFilePath })
}

/** Share by the system's sheet, or put the link on the clipboard. */
async function share(element) {
  const page = top().page.instance
  const card = page.onShareAppMessage?.({ from: 'button', target: { dataset: { ...element.dataset } } }) || {}
  const url = new URL('/#' + (card.path || '/' + top().url), location.origin).href
  if (navigator.share) return navigator.share({ title: card.title || document.title, url }).catch(() => {})
  await setClipboardData({ data: url })
  return showToast({ title: '链接已复制，可以发给家人', icon: 'none' })
}

