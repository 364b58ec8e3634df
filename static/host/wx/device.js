// What wx knows of the phone: window, theme, network, clipboard, calls, permissions.
import { call, tapCall, Failure, Watchers } from './calls.js'
import { make } from '../html.js'
import { theme } from '../chrome.js'
import { launchOptions } from '../navigation.js'

export const watchers = new Watchers()
const STANDARD_FONT = 17

/** The person's text size: browsers have one too; `?font=` lets a demonstration set WeChat's. */
function fontSize() {
  const asked = Number(new URLSearchParams(location.search).get('font'))
  return asked || (parseFloat(getComputedStyle(document.documentElement).fontSize) / 16) * STANDARD_FONT
}

export const getWindowInfo = () => ({
  pixelRatio: devicePixelRatio, screenWidth: screen.width, screenHeight: screen.height, statusBarHeight: 0,
  windowWidth: Math.min(innerWidth, 480), windowHeight: document.getElementById('pages').clientHeight, screenTop: 48,
  safeArea: { left: 0, top: 0, right: Math.min(innerWidth, 480), bottom: innerHeight, width: Math.min(innerWidth, 480), height: innerHeight },
})
export const getAppBaseInfo = () => ({
  SDKVersion: '3.8.12', version: '8.0.60', language: 'zh_CN', theme: theme(), enableDebug: false, host: { env: 'browser' },
  fontSizeSetting: fontSize(), fontSizeScaleFactor: fontSize() / STANDARD_FONT,
})
export const getDeviceInfo = () => ({ platform: 'browser', system: 'browser', brand: 'browser', model: 'browser', benchmarkLevel: -1 })
export const getSystemInfoSync = () => ({ ...getDeviceInfo(), ...getWindowInfo(), ...getAppBaseInfo() })
export const getSystemInfo = call('getSystemInfo', getSystemInfoSync)
export const getAccountInfoSync = () => ({ miniProgram: { appId: 'touristappid', envVersion: 'browser', version: '' } })
export const getLaunchOptionsSync = launchOptions
export const getEnterOptionsSync = launchOptions
export const getMenuButtonBoundingClientRect = () => ({ width: 0, height: 32, top: 8, bottom: 40, left: innerWidth, right: innerWidth })

export const onThemeChange = watchers.on('theme')
export const offThemeChange = watchers.off('theme')

const network = () => ({ isConnected: navigator.onLine, networkType: navigator.onLine ? 'wifi' : 'none' })
for (const change of ['online', 'offline']) addEventListener(change, () => watchers.tell('network', network()))
export const getNetworkType = call('getNetworkType', () => ({ networkType: network().networkType, hasSystemProxy: false }))
export const onNetworkStatusChange = watchers.on('network')
export const offNetworkStatusChange = watchers.off('network')

export const onAppShow = watchers.on('shown')
export const offAppShow = watchers.off('shown')
export const onAppHide = watchers.on('hidden')
export const offAppHide = watchers.off('hidden')
document.addEventListener('visibilitychange', () => {
  watchers.tell(document.visibilityState === 'visible' ? 'shown' : 'hidden', launchOptions())
})

export const setClipboardData = call('setClipboardData', async ({ data }) => {
  await navigator.clipboard.writeText(data).catch(() => { throw new Failure('auth deny') })
})
export const getClipboardData = call('getClipboardData', async () => ({
  data: await navigator.clipboard.readText().catch(() => { throw new Failure('auth deny') }),
}))

/** Ask the system to dial; browsers on a desk show what to dial instead. */
export const makePhoneCall = call('makePhoneCall', ({ phoneNumber }) => {
  if (!/^[\d+\-*#]+$/.test(phoneNumber || '')) throw new Failure('phoneNumber is invalid')
  const link = make('a', { href: 'tel:' + phoneNumber, hidden: true })
  document.body.append(link)
  link.click()
  link.remove()
})

export const vibrateShort = call('vibrateShort', () => { navigator.vibrate?.(15) })
export const vibrateLong = call('vibrateLong', () => { navigator.vibrate?.(400) })
export const hideKeyboard = call('hideKeyboard', () => { document.activeElement?.blur() })
export const setKeepScreenOn = call('setKeepScreenOn', () => {})
/** What the person has answered: a scope that was never asked for is not named. */
async function authSetting() {
  const { state } = await navigator.permissions.query({ name: 'geolocation' })
  return { authSetting: state === 'prompt' ? {} : { 'scope.userLocation': state === 'granted' } }
}

export const getSetting = call('getSetting', async () => ({ ...await authSetting(), subscriptionsSetting: { mainSwitch: true, itemSettings: {} } }))
export const openSetting = tapCall('openSetting', authSetting)
export const getRealtimeLogManager = () => ({
  info: (...words) => console.info(...words), warn: (...words) => console.warn(...words), error: (...words) => console.warn(...words),
})
export const authorize = call('authorize', () => {})
export const nextTick = (callback) => queueMicrotask(callback)
export const addPhoneCalendar = call('addPhoneCalendar', ({ title, startTime, endTime, location: where = '' }) => {
  const stamp = (seconds) => new Date(Number(seconds) * 1000).toISOString().replace(/[-:]|\.\d+/g, '')
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//weijiayuan//zh', 'BEGIN:VEVENT', `UID:${crypto.randomUUID()}`,
    `DTSTAMP:${stamp(Date.now() / 1000)}`, `DTSTART:${stamp(startTime)}`, `DTEND:${stamp(endTime || startTime)}`,
    `SUMMARY:${title}`, `LOCATION:${where}`, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
  const link = make('a', { href: URL.createObjectURL(new Blob([text], { type: 'text/calendar' })), download: 'weijiayuan.ics', hidden: true })
  document.body.append(link)
  link.click()
  link.remove()
})
