// Where files lie: pictures of the package, and temporary files that the person chose.
const build = new URL('..', import.meta.url)
const temporary = new Map()

/** The address of one of this build's files. */
export const buildFile = (name) => new URL(name, build).href

/** The browser's address for a path that a page wrote: "/images/x.png" lies in the package. */
export function located(path) {
  if (/^(https?:|data:|blob:)/.test(path) || path.startsWith('/api/')) return path
  return buildFile('files/' + path.replace(/^\//, ''))
}

/** Keep a chosen file under a temporary path. */
export function keepFile(blob) {
  const path = URL.createObjectURL(blob)
  temporary.set(path, blob)
  return path
}

/** Keep a file that a page wrote under the path it chose. */
export const keepAt = (path, blob) => { temporary.set(path, blob) }

/** The file behind a temporary path, or undefined. */
export const keptFile = (path) => temporary.get(path)
