// A black and white PNG of a matrix, written by hand: one bit a pixel, stored without compression.
const SCALE = 8
const QUIET = 4

function crcTable() {
  const table = []
  for (let index = 0; index < 256; index += 1) {
    let value = index
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
    table.push(value >>> 0)
  }
  return table
}

const TABLE = crcTable()
const four = (value) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const letters = (text) => text.split('').map((letter) => letter.charCodeAt(0))

function crc(bytes) {
  let value = 0xffffffff
  bytes.forEach((byte) => { value = TABLE[(value ^ byte) & 255] ^ (value >>> 8) })
  return (value ^ 0xffffffff) >>> 0
}

function adler(bytes) {
  let low = 1
  let high = 0
  bytes.forEach((byte) => {
    low = (low + byte) % 65521
    high = (high + low) % 65521
  })
  return ((high << 16) | low) >>> 0
}

function chunk(name, data) {
  const body = letters(name).concat(data)
  return four(data.length).concat(body, four(crc(body)))
}

/** zlib without compression: blocks of at most 65535 bytes. */
function stored(bytes) {
  let out = [0x78, 0x01]
  for (let at = 0; at < bytes.length; at += 65535) {
    const part = bytes.slice(at, at + 65535)
    const last = at + part.length >= bytes.length ? 1 : 0
    out = out.concat([last, part.length & 255, part.length >>> 8, ~part.length & 255, (~part.length >>> 8) & 255], part)
  }
  return out.concat(four(adler(bytes)))
}

/** One line of pixels, white 1 and black 0, after its filter byte. */
function line(row, side) {
  const bytes = new Array(Math.ceil(side / 8)).fill(0xff)
  for (let x = 0; x < side; x += 1) {
    const module = Math.floor(x / SCALE) - QUIET
    if (row && row[module]) bytes[x >>> 3] &= ~(128 >>> (x & 7))
  }
  return [0].concat(bytes)
}

/** The bytes of a PNG picture of the matrix with its quiet zone. */
function png(matrix) {
  const modules = matrix.length + 2 * QUIET
  const side = modules * SCALE
  let pixels = []
  for (let module = 0; module < modules; module += 1) {
    const drawn = line(matrix[module - QUIET], side)
    for (let copy = 0; copy < SCALE; copy += 1) pixels = pixels.concat(drawn)
  }
  const header = four(side).concat(four(side), [1, 0, 0, 0, 0])
  const signature = [137, 80, 78, 71, 13, 10, 26, 10]
  return new Uint8Array(signature.concat(chunk('IHDR', header), chunk('IDAT', stored(pixels)), chunk('IEND', [])))
}

module.exports = { png }
