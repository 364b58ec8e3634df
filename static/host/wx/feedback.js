// What WeChat shows over a page: toast, loading, modal, action sheet.
import { call, dialogCall, Failure } from './calls.js'
import { make, ask } from '../html.js'

const TOAST_TIME = 1500
const MOST_LETTERS = 4
let clock = null

function put(text, mask) {
  clear()
  // A role=status region must be there before its words for readers to say them.
  const toast = make('div', { class: 'wx-toast', role: 'status', 'data-mask': String(Boolean(mask)) })
  document.body.append(toast)
  toast.append(make('span', {}, [text]))
}

function clear() {
  clearTimeout(clock)
  document.querySelector('.wx-toast')?.remove()
}

export const showToast = call('showToast', ({ title = '', duration = TOAST_TIME, mask }) => {
  put(title, mask)
  clock = setTimeout(clear, duration)
})
export const hideToast = call('hideToast', clear)
export const showLoading = call('showLoading', ({ title = '', mask }) => put(title, mask))
export const hideLoading = call('hideLoading', clear)

/** WeChat refuses words on its two buttons that are longer than four Chinese letters. */
function checkButtons(options) {
  for (const name of ['cancelText', 'confirmText']) {
    if ((options[name] || '').length > MOST_LETTERS) throw new Failure(`${name} length should not larger than 4 Chinese characters`)
  }
}

export const showModal = dialogCall('showModal', async (options) => {
  checkButtons(options)
  const { title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定', editable, placeholderText, confirmColor } = options
  const field = editable && make('input', { value: content, placeholder: placeholderText, 'aria-label': title || placeholderText })
  const confirmed = make('button', { value: 'confirm', class: 'wx-confirm', autofocus: true }, [confirmText])
  if (confirmColor) confirmed.style.backgroundColor = confirmColor
  const answer = await ask(make('dialog', { class: 'wx-dialog', 'aria-label': title || content }, [
    ...(title ? [make('h2', {}, [title])] : []),
    field || make('p', {}, [content]),
    make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [
      ...(showCancel ? [make('button', { value: 'cancel' }, [cancelText])] : []),
      confirmed,
    ]),
  ]))
  const confirm = answer === 'confirm'
  return { confirm, cancel: !confirm, content: field && confirm ? field.value : null }
})

export const showActionSheet = dialogCall('showActionSheet', async ({ itemList, alertText }) => {
  if (!itemList?.length || itemList.length > 6) throw new Failure('itemList length must be 1 to 6')
  const answer = await ask(make('dialog', { class: 'wx-sheet', 'aria-label': alertText || '请选择' }, [
    make('form', { method: 'dialog' }, [
      ...itemList.map((text, index) => make('button', { value: String(index) }, [text])),
      make('button', { value: '', class: 'wx-cancel' }, ['取消']),
    ]),
  ]))
  if (answer === '') throw new Failure('cancel')
  return { tapIndex: Number(answer) }
})
