// Pictures, sent one by one as they are chosen. Properties: kind (as POST /files wants it), max,
// label, note, open (send without saying who), sent (ids of pictures that were sent before, from a
// draft). Event: change { ids, sending, failed }.
const api = require('../../core/api.js')
const faulty = require('../../core/faulty.js')

const NO_PICTURE = '没能取到照片，请在手机设置里允许微信用相机和相册'

Component({
  behaviors: [faulty],
  properties: { kind: { type: String, value: 'photo' }, max: { type: Number, value: 3 }, label: { type: String, value: '照片' }, note: { type: null, value: '' }, open: Boolean, sent: { type: Array, value: [] } },
  data: { files: [] },
  observers: {
    sent(ids) {
      if (ids.length && !this.data.files.length) this.setData({ files: ids.map((id) => ({ path: id, state: 'sent', id, earlier: true })) })
    },
  },
  methods: {
    choose() {
      wx.chooseMedia({
        count: this.data.max - this.data.files.length, mediaType: ['image'], sizeType: ['compressed'],
        success: ({ tempFiles }) => this.take(tempFiles.map((file) => file.tempFilePath)),
        fail: ({ errMsg }) => { if (!/cancel/.test(errMsg)) wx.showToast({ title: NO_PICTURE, icon: 'none', duration: 3000 }) },
      })
    },
    take(paths) {
      this.mend()
      const fresh = paths.map((path) => ({ path, state: 'sending', progress: 0, id: '' }))
      this.setData({ files: this.data.files.concat(fresh) })
      fresh.forEach((file) => this.send(file.path))
    },
    async send(path) {
      this.put(path, { state: 'sending', progress: 0 })
      try {
        const { id } = await api.upload(path, this.data.kind, (progress) => this.put(path, { progress }), { open: this.data.open })
        this.put(path, { state: 'sent', id })
      } catch (fault) {
        this.put(path, { state: 'failed' })
        api.say(fault)
      }
    },
    put(path, change) {
      const files = this.data.files.map((file) => (file.path === path ? Object.assign({}, file, change) : file))
      this.setData({ files })
      this.tell(files)
    },
    tell(files) {
      const having = (state) => files.filter((file) => file.state === state)
      this.triggerEvent('change', { ids: having('sent').map((file) => file.id), sending: having('sending').length > 0, failed: having('failed').length > 0 })
    },
    again(event) { this.send(this.data.files[event.currentTarget.dataset.index].path) },
    remove(event) {
      const files = this.data.files.filter((_, index) => index !== event.currentTarget.dataset.index)
      this.setData({ files })
      this.tell(files)
    },
    look(event) {
      const { path, earlier } = this.data.files[event.currentTarget.dataset.index]
      const urls = this.data.files.filter((file) => !file.earlier).map((file) => file.path)
      if (!earlier) wx.previewImage({ urls, current: path })
    },
  },
})
