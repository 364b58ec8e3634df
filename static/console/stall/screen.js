// A television at the stall: who is called where, and who comes next. Asks every three seconds; an
// unchanged queue costs a 304.
const EVERY = 3000
const item = location.pathname.split('/').pop()
const at = (id) => document.getElementById(id)
let etag = ''
let before = {}

async function ask() {
  const answer = await fetch(`/api/v1/markets/items/${item}/queue`, {
    cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {},
  })
  if (answer.status === 304) return
  if (!answer.ok) throw new Error(String(answer.status))
  etag = answer.headers.get('ETag') || ''
  show(await answer.json())
}

function show(queue) {
  document.title = `${queue.service_name} · 叫号屏`
  at('service').textContent = queue.service_name
  at('provider').textContent = `${queue.provider} · ${queue.title}`
  const called = Object.fromEntries(queue.calling.map(({ station, label }) => [station, label]))
  const stations = Array.from({ length: queue.stations }, (_, index) => index + 1)
  shape(at('calling'), queue.stations)
  at('calling').replaceChildren(...stations.map((station) => tile(station, called[station], queue.paused.includes(station))))
  before = called
  at('next').textContent = queue.next.filter((one) => one.arrived).slice(0, 8).map((one) => one.label).join('　') || '—'
  at('here').textContent = `等候 ${queue.here} 人`
  at('pace').textContent = `每人约 ${Math.max(Math.round(queue.per_person_seconds / 60), 1)} 分钟`
  at('walkin').textContent = queue.state === 'over' ? '今天的服务已结束' : `现场名额还有 ${queue.walk_in_left} 个`
}

/** As many columns as fill the screen evenly, and numbers as large as the rows allow. */
function shape(grid, count) {
  const columns = count <= 3 ? count : count === 4 ? 2 : Math.ceil(Math.sqrt(count * 1.5))
  const rows = Math.ceil(count / columns)
  grid.style.setProperty('--columns', columns)
  grid.style.setProperty('--label', `min(${Math.min(40 / rows, 28)}vh, ${48 / columns}vw)`)
  grid.style.setProperty('--at', `${Math.min(12 / rows, 5)}vh`)
}

function tile(station, label, paused) {
  const box = document.createElement('div')
  box.className = `station${label ? '' : ' empty'}${label && before[station] !== label ? ' new' : ''}`
  const number = document.createElement('div')
  number.className = 'label'
  number.textContent = label || (paused ? '暂停' : '—')
  const where = document.createElement('div')
  where.className = 'at'
  where.textContent = `${station}号工位`
  box.append(number, where)
  return box
}

async function turn() {
  try {
    await ask()
    at('trouble').hidden = true
  } catch {
    at('trouble').hidden = false
  }
  at('clock').textContent = new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' })
  setTimeout(turn, EVERY)
}

turn()
