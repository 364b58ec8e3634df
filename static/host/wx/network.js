// wx.request, uploadFile, downloadFile, with WeChat's limits of time and its words for failure.
import { call, Failure } from './calls.js'
import { pending } from '../bridge.js'
import { keepFile, keptFile } from '../files.js'
import { appConfig } from '../packages.js'

const METHODS = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'])
const USUAL_TIMEOUT = 60000

const timeoutFor = (kind, asked) => asked || appConfig().networkTimeout?.[kind] || USUAL_TIMEOUT
const lowered = (headers = {}) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
const isForm = (headers) => /x-www-form-urlencoded/.test(headers['content-type'])

function withQuery(url, data) {
  const query = new URLSearchParams(data).toString()
  return query ? url + (url.includes('?') ? '&' : '?') + query : url
}

function bodyOf(data, headers) {
  if (data == null || typeof data === 'string' || data instanceof ArrayBuffer) return data ?? undefined
  return isForm(headers) ? new URLSearchParams(data).toString() : JSON.stringify(data)
}

async function read(response, { dataType = 'json', responseType }) {
  if (responseType === 'arraybuffer') return response.arrayBuffer()
  const text = await response.text()
  if (dataType !== 'json') return text
  try { return JSON.parse(text) } catch { return text }
}

async function send(options, signal) {
  const method = (options.method || 'GET').toUpperCase()
  if (!METHODS.has(method)) throw new Failure(`method is invalid`)
  const headers = { 'content-type': 'application/json', ...lowered(options.header) }
  const inQuery = (method === 'GET' || method === 'HEAD') && options.data && typeof options.data === 'object'
  const url = inQuery ? withQuery(options.url, options.data) : options.url
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(options.data, headers)
  const response = await fetch(url, { method, headers, body, signal, credentials: 'omit' })
  return { data: await read(response, options), statusCode: response.status, header: Object.fromEntries(response.headers), cookies: [] }
}

/** Run with a clock and an abort button; say "timeout" or "abort" as WeChat does. */
async function timed(controller, milliseconds, work) {
  const clock = setTimeout(() => controller.abort('timeout'), milliseconds)
  pending.add(controller)
  try {
    return await work(controller.signal)
  } catch (fault) {
    if (fault instanceof Failure) throw fault
    if (controller.signal.aborted) throw new Failure(String(controller.signal.reason), { errno: 5 })
    throw new Failure(navigator.onLine ? fault.message : 'net::ERR_INTERNET_DISCONNECTED', { errno: 600001 })
  } finally {
    clearTimeout(clock)
    pending.delete(controller)
  }
}

function task(name, kind, work) {
  return (options) => {
    const controller = new AbortController()
    const progress = new Set()
    const milliseconds = timeoutFor(kind, options.timeout)
    const running = call(name, () => timed(controller, milliseconds, (signal) => work(options, signal, progress)))(options)
    running?.catch(() => {})
    return {
      abort: () => controller.abort('abort'),
      onProgressUpdate: (callback) => progress.add(callback),
      offProgressUpdate: (callback) => progress.delete(callback),
      onHeadersReceived() {}, offHeadersReceived() {},
    }
  }
}

export const request = task('request', 'request', send)

function upload(options, signal, progress) {
  const file = keptFile(options.filePath)
  if (!file) throw new Failure(`file doesn't exist`)
  const form = new FormData()
  for (const [name, value] of Object.entries(options.formData || {})) form.append(name, value)
  form.append(options.name, file, file.name || 'file.' + (file.type.split('/')[1] || 'bin'))
  return new Promise((done, failed) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', options.url)
    for (const [name, value] of Object.entries(options.header || {})) sending.setRequestHeader(name, value)
    sending.upload.onprogress = ({ loaded, total }) => progress.forEach((tell) => tell({
      progress: Math.round((100 * loaded) / total), totalBytesSent: loaded, totalBytesExpectedToSend: total,
    }))
    sending.onload = () => done({ data: sending.responseText, statusCode: sending.status })
    sending.onerror = () => failed(new TypeError('Failed to fetch'))
    signal.addEventListener('abort', () => { sending.abort(); failed(new TypeError('aborted')) })
    sending.send(form)
  })
}

export const uploadFile = task('uploadFile', 'uploadFile', upload)

async function download(options, signal) {
  const response = await fetch(options.url, { headers: options.header || {}, signal, credentials: 'omit' })
  return { tempFilePath: keepFile(await response.blob()), statusCode: response.status }
}

export const downloadFile = task('downloadFile', 'downloadFile', download)
