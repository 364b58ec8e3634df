// A behavior for files: documents are opened at once; a table that WeChat does not open is fetched first and
// sent by a second tap, because WeChat hands a file on only within one. Shows `handed`, the name of the file.
const api = require('./api.js')

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ handed: string, fetching: boolean }, {}, { openFile(path: string, fileType: any): Promise<void>, openWritten(fileName: string, data: string): void, prepareFile(path: string, fileName: string): Promise<void>, handOn(): any, fetchFile(path: string): Promise<string | null> }>} Handing */
module.exports = /** @type {Handing} */ (Behavior(/** @type {any} */ ({
  data: { handed: '', fetching: false },
  methods: {
    /** Fetch a document (pdf, xlsx) and open it. */
    async openFile(path, fileType) {
      const filePath = await this.fetchFile(path)
      if (filePath) wx.openDocument({ filePath, fileType, showMenu: true, fail: () => wx.showToast({ title: '手机打不开这个文件', icon: 'none' }) })
    },
    /** Write a document that an answer carried (base64) and open it, to print or to send on. */
    openWritten(fileName, data) {
      const filePath = wx.env.USER_DATA_PATH + '/' + fileName
      wx.getFileSystemManager().writeFile({
        filePath, data, encoding: 'base64',
        success: () => wx.openDocument({ filePath, fileType: 'pdf', showMenu: true, fail: () => wx.showToast({ title: '手机打不开这个文件', icon: 'none' }) }),
        fail: () => wx.showToast({ title: '手机存不下这个文件', icon: 'none' }),
      })
    },
    /** Fetch a table; `handOn` then sends it. */
    async prepareFile(path, fileName) {
      this.handedPath = await this.fetchFile(path)
      if (this.handedPath) this.setData({ handed: fileName })
    },
    handOn() {
      if (!wx.canIUse('shareFileMessage')) return wx.showToast({ title: '请更新微信后再发送文件', icon: 'none' })
      return wx.shareFileMessage({ filePath: this.handedPath, fileName: this.data.handed, fail: () => {} })
    },
    async fetchFile(path) {
      this.setData({ fetching: true })
      try {
        return await api.download(path)
      } catch (fault) {
        api.say(fault)
        return null
      } finally {
        this.setData({ fetching: false })
      }
    },
  },
})))
