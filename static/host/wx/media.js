// Choosing, looking at and saving pictures; scanning a code is typing it, in a browser.
import { call, tapCall, Failure } from './calls.js'
import { make, ask } from '../html.js'
import { keepAt, keepFile, keptFile, located } from '../files.js'
import { save } from './saving.js'

function choose({ accept, multiple, capture }) {
  const input = make('input', { type: 'file', accept, multiple, capture, hidden: true, 'aria-label': '选择文件' })
  document.body.append(input)
  return new Promise((chosen, failed) => {
    input.onchange = () => { input.remove(); chosen([...input.files]) }
    input.oncancel = () => { input.remove(); failed(new Failure('cancel')) }
    input.click()
  })
}

const ACCEPT = { image: 'image/*', video: 'video/*', mix: 'image/*,video/*' }

export const chooseMedia = call('chooseMedia', async ({ count = 9, mediaType = ['image', 'video'], sourceType = [] }) => {
  const accept = mediaType.map((type) => ACCEPT[type]).join(',')
  const onlyCamera = sourceType.length === 1 && sourceType[0] === 'camera'
  const files = await choose({ accept, multiple: count > 1, capture: onlyCamera ? 'environment' : null })
  const tempFiles = files.slice(0, count).map((file) => ({
    tempFilePath: keepFile(file), size: file.size, fileType: file.type.split('/')[0],
  }))
  return { tempFiles, type: tempFiles[0]?.fileType || 'image' }
})

export const chooseMessageFile = call('chooseMessageFile', async ({ count = 1, extension }) => {
  const files = await choose({ accept: (extension || []).map((one) => '.' + one).join(','), multiple: count > 1 })
  return { tempFiles: files.slice(0, count).map((file) => ({ path: keepFile(file), size: file.size, name: file.name, type: 'file' })) }
})

export const getImageInfo = call('getImageInfo', async ({ src }) => {
  const picture = new Image()
  picture.src = located(src)
  await picture.decode()
  return { width: picture.naturalWidth, height: picture.naturalHeight, path: src, orientation: 'up', type: 'jpeg' }
})

export const compressImage = call('compressImage', ({ src }) => ({ tempFilePath: src }))

export const previewImage = call('previewImage', async ({ urls, current }) => {
  let at = Math.max(0, urls.indexOf(current))
  const picture = make('img', { alt: '' })
  const place = make('span', { role: 'status' })
  const show = (step) => {
    at = (at + step + urls.length) % urls.length
    picture.src = located(urls[at])
    picture.alt = `第${at + 1}张，共${urls.length}张`
    place.textContent = `${at + 1}/${urls.length}`
  }
  show(0)
  const button = (text, onclick) => make('button', { type: 'button', onclick }, [text])
  const dialog = make('dialog', { class: 'wx-preview', 'aria-label': '查看图片' }, [
    picture, make('div', {}, [button('上一张', () => show(-1)), place, button('下一张', () => show(1)), button('关闭', () => dialog.close())]),
  ])
  ask(dialog)
})

export const saveImageToPhotosAlbum = call('saveImageToPhotosAlbum', ({ filePath }) => save(located(filePath), 'weijiayuan.png'))
export const openDocument = call('openDocument', ({ filePath, fileType }) => {
  const written = filePath.startsWith('wxfile:') && keptFile(filePath)
  return save(written ? URL.createObjectURL(written) : filePath, written ? filePath.split('/').pop() : 'weijiayuan.' + (fileType || 'pdf'))
})

/** A chat to send the file to is not there: it is kept instead. */
export const shareFileMessage = tapCall('shareFileMessage', ({ filePath, fileName }) => save(filePath, fileName || 'weijiayuan'))

export const scanCode = call('scanCode', async () => {
  const field = make('input', { 'aria-label': '码上的内容', autocomplete: 'off' })
  const answer = await ask(make('dialog', { class: 'wx-dialog', 'aria-label': '扫码' }, [
    make('h2', {}, ['扫码']), make('p', {}, ['浏览器里不能扫码，请输入码下方的字符。']), field,
    make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [
      make('button', { value: 'cancel' }, ['取消']), make('button', { value: 'ok', class: 'wx-confirm' }, ['确定']),
    ]),
  ]))
  if (answer !== 'ok' || !field.value) throw new Failure('cancel')
  return { result: field.value.trim(), scanType: 'QR_CODE', charSet: 'UTF-8', path: '' }
})

/** The part of the file manager that pages use: reading and writing temporary files. */
export const getFileSystemManager = () => ({
  readFile: call('readFile', async ({ filePath, encoding }) => {
    const file = keptFile(filePath)
    if (!file) throw new Failure('no such file or directory')
    return { data: encoding ? await file.text() : await file.arrayBuffer() }
  }),
  writeFile: call('writeFile', async ({ filePath, data, encoding }) => {
    const bytes = encoding === 'base64' ? Uint8Array.from(atob(data), (one) => one.charCodeAt(0)) : data
    keepAt(filePath, new Blob([bytes]))
  }),
})
