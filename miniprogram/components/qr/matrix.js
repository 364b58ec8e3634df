// QR codes (ISO/IEC 18004), byte mode, level M, versions 1 to 10: enough for 213 bytes.
// matrix(text) gives rows of 0 and 1.
const EC_PER_BLOCK = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26]
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5]
const CODEWORDS = [0, 26, 44, 70, 100, 134, 172, 196, 242, 292, 346]
const ALIGNED = [[], [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]]
const LEVEL_M = 0
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

const dataCodewords = (version) => CODEWORDS[version] - EC_PER_BLOCK[version] * BLOCKS[version]

function utf8(text) {
  const escaped = encodeURIComponent(text)
  const bytes = []
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] === '%') {
      bytes.push(parseInt(escaped.substr(at + 1, 2), 16))
      at += 2
    } else bytes.push(escaped.charCodeAt(at))
  }
  return bytes
}

function versionFor(length) {
  for (let version = 1; version <= 10; version += 1) {
    if (length + (version < 10 ? 2 : 3) <= dataCodewords(version)) return version
  }
  throw new Error('too long for a QR code: ' + length + ' bytes')
}

function dataBits(bytes, version) {
  const bits = []
  const put = (value, length) => { for (let at = length - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1) }
  put(4, 4)
  put(bytes.length, version < 10 ? 8 : 16)
  bytes.forEach((byte) => put(byte, 8))
  const room = dataCodewords(version) * 8
  put(0, Math.min(4, room - bits.length))
  while (bits.length % 8) bits.push(0)
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8)
  return bits
}

function toBytes(bits) {
  const bytes = []
  for (let at = 0; at < bits.length; at += 8) bytes.push(parseInt(bits.slice(at, at + 8).join(''), 2))
  return bytes
}

/** Multiply in GF(256) with the polynomial of the standard. */
function times(a, b) {
  let product = 0
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d)
    product ^= ((b >>> at) & 1) * a
  }
  return product
}

function generator(degree) {
  const result = new Array(degree - 1).fill(0).concat([1])
  let root = 1
  for (let round = 0; round < degree; round += 1) {
    for (let at = 0; at < degree; at += 1) {
      result[at] = times(result[at], root) ^ (at + 1 < degree ? result[at + 1] : 0)
    }
    root = times(root, 2)
  }
  return result
}

function correction(data, divisor) {
  const rest = new Array(divisor.length).fill(0)
  data.forEach((byte) => {
    const factor = byte ^ rest.shift()
    rest.push(0)
    divisor.forEach((part, at) => { rest[at] ^= times(part, factor) })
  })
  return rest
}

/** Cut the data into blocks, add their correction and interleave both. */
function codewords(data, version) {
  const count = BLOCKS[version]
  const short = Math.floor(data.length / count)
  const longer = data.length % count
  const divisor = generator(EC_PER_BLOCK[version])
  const blocks = []
  for (let index = 0, at = 0; index < count; index += 1) {
    const length = short + (index < count - longer ? 0 : 1)
    const part = data.slice(at, at + length)
    blocks.push({ part, extra: correction(part, divisor) })
    at += length
  }
  const woven = []
  for (let at = 0; at <= short; at += 1) blocks.forEach(({ part }) => { if (at < part.length) woven.push(part[at]) })
  for (let at = 0; at < EC_PER_BLOCK[version]; at += 1) blocks.forEach(({ extra }) => woven.push(extra[at]))
  return woven
}

const square = (size) => Array.from({ length: size }, () => new Array(size).fill(null))

function drawFixed(grid, version) {
  const size = grid.length
  const finder = (left, top) => {
    for (let dy = -1; dy <= 7; dy += 1) {
      for (let dx = -1; dx <= 7; dx += 1) {
        const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3))
        if (grid[top + dy] && left + dx >= 0 && left + dx < size) grid[top + dy][left + dx] = ring !== 2 && ring !== 4 ? 1 : 0
      }
    }
  }
  for (let at = 0; at < size; at += 1) grid[6][at] = grid[at][6] = 1 - (at % 2)
  finder(0, 0)
  finder(size - 7, 0)
  finder(0, size - 7)
  const centres = ALIGNED[version]
  const last = centres.length - 1
  centres.forEach((y, row) => centres.forEach((x, column) => {
    const corner = (row === 0 && column === 0) || (row === 0 && column === last) || (row === last && column === 0)
    if (!corner) for (let dy = -2; dy <= 2; dy += 1) for (let dx = -2; dx <= 2; dx += 1) grid[y + dy][x + dx] = Math.max(Math.abs(dx), Math.abs(dy)) === 1 ? 0 : 1
  }))
  drawVersion(grid, version)
  drawFormat(grid, 0)
}

function drawVersion(grid, version) {
  if (version < 7) return
  let rest = version
  for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25)
  const bits = (version << 12) | rest
  for (let at = 0; at < 18; at += 1) {
    const far = grid.length - 11 + (at % 3)
    const near = Math.floor(at / 3)
    grid[near][far] = grid[far][near] = (bits >>> at) & 1
  }
}

function drawFormat(grid, mask) {
  const size = grid.length
  const data = (LEVEL_M << 3) | mask
  let rest = data
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537)
  const bits = ((data << 10) | rest) ^ 0x5412
  const bit = (at) => (bits >>> at) & 1
  for (let at = 0; at <= 5; at += 1) grid[at][8] = bit(at)
  grid[7][8] = bit(6)
  grid[8][8] = bit(7)
  grid[8][7] = bit(8)
  for (let at = 9; at < 15; at += 1) grid[8][14 - at] = bit(at)
  for (let at = 0; at < 8; at += 1) grid[8][size - 1 - at] = bit(at)
  for (let at = 8; at < 15; at += 1) grid[size - 15 + at][8] = bit(at)
  grid[size - 8][8] = 1
}

/** Lay the codewords in the zigzag of the standard over the free modules, masked. */
function drawData(grid, free, words, mask) {
  const size = grid.length
  let at = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (!free[y][x]) continue
        const bit = at < words.length * 8 ? (words[at >>> 3] >>> (7 - (at & 7))) & 1 : 0
        grid[y][x] = bit ^ (MASKS[mask](x, y) ? 1 : 0)
        at += 1
      }
    }
  }
}

function penalty(grid) {
  const size = grid.length
  const columns = grid.map((_, x) => grid.map((row) => row[x]))
  let points = 0
  for (const line of grid.concat(columns)) {
    const text = line.join('')
    for (const run of text.match(/0{5,}|1{5,}/g) || []) points += run.length - 2
    for (let at = 0; at <= size - 11; at += 1) {
      const part = text.substr(at, 11)
      if (part === '10111010000' || part === '00001011101') points += 40
    }
  }
  for (let y = 1; y < size; y += 1) {
    for (let x = 1; x < size; x += 1) {
      const sum = grid[y][x] + grid[y - 1][x] + grid[y][x - 1] + grid[y - 1][x - 1]
      if (sum % 4 === 0) points += 3
    }
  }
  const dark = grid.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0)
  return points + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10
}

/** The QR code of a text with the mask that the standard's penalties prefer. */
function matrix(text) {
  const bytes = utf8(text)
  const version = versionFor(bytes.length)
  const words = codewords(toBytes(dataBits(bytes, version)), version)
  const fixed = square(version * 4 + 17)
  drawFixed(fixed, version)
  const free = fixed.map((row) => row.map((module) => module === null))
  let best = null
  for (let mask = 0; mask < 8; mask += 1) {
    const grid = fixed.map((row) => row.slice())
    drawFormat(grid, mask)
    drawData(grid, free, words, mask)
    const points = penalty(grid)
    if (!best || points < best.points) best = { points, grid }
  }
  return best.grid
}

module.exports = { matrix }
