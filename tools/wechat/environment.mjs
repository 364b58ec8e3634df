// What a district fills in before anybody can use the mini-program: addresses that WeChat takes (facts: its console
// allows https, a host name that is registered, no IP, none of WeChat's own) and an AppID of WeChat's shape.
const NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const APPID = /^wx[0-9a-f]{16}$/
const WECHATS = /(^|\.)(weixin|wechat|wxs?app|servicewechat|qq)\.(qq\.)?com$/
const NOBODYS = /(^|\.)(example(\.(com|net|org))?|test|invalid|local|localhost|internal|home|lan)$/ // reserved, or never on the public network
const VERSIONS = ['develop', 'trial', 'release']
const SHAPE = 'no host name alone (no path, query, space or slash at the end)'
const HIGHEST_PORT = 65535

/** Why WeChat would not take this address, or ''. */
export function faultOfAddress(base) {
  if (!base) return 'empty'
  if (!base.startsWith('https://')) return 'not https'
  const [host, port, more] = base.slice('https://'.length).split(':')
  if (/^[\d.]+$|^\[/.test(host)) return 'an IP address; WeChat takes host names only'
  if (!NAME.test(host.toLowerCase()) || more !== undefined) return SHAPE
  if (port !== undefined && !(/^[1-9]\d{0,4}$/.test(port) && Number(port) <= HIGHEST_PORT)) return 'no port of 1 to 65535'
  if (NOBODYS.test(host.toLowerCase())) return 'a name that is on no public network'
  if (WECHATS.test(host.toLowerCase())) return 'WeChat\'s own host, which no mini-program may call'
  return ''
}

/** What is unfit, a line each. */
export function unfit(bases, appid) {
  const strange = Object.keys(bases).filter((version) => !VERSIONS.includes(version))
  const addresses = VERSIONS.map((version) => [version, bases[version] ?? '', faultOfAddress(bases[version])]).filter(([, , fault]) => fault)
  const lines = addresses.map(([version, base, fault]) => `miniprogram/environment.js: ${version} "${base}": ${fault}`)
  lines.push(...strange.map((version) => `miniprogram/environment.js: "${version}" is none of ${VERSIONS.join(', ')}`))
  if (appid === 'touristappid') lines.push('miniprogram/project.config.json: appid is WeChat\'s guest; put the district\'s own')
  else if (!APPID.test(appid)) lines.push(`miniprogram/project.config.json: appid "${appid}" is none: wx and 16 signs of 0-9 a-f`)
  return lines
}
