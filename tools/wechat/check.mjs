// WeChat's own tools over the mini-program: `make check-wechat`. Development only, needs Node 20 and `npm ci` here.
// Each step prints a line; the first words that are wrong stand below it, and the exit says whether all held.
import { createRequire } from 'node:module'
import { readFileSync, readdirSync, mkdtempSync, cpSync, writeFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

import { unfit } from './environment.mjs'
import { compareTrees } from './trees.mjs'
import { valuesThatMeanNothing } from './values.mjs'

const require = createRequire(import.meta.url)
const here = path.dirname(fileURLToPath(import.meta.url))
const program = path.resolve(here, '../../miniprogram')
const MOST_SHOWN = 40
const ROOM = { maxBuffer: 64 * 1024 * 1024 } // what the compilers may print
const files = readdirSync(program, { recursive: true }).map((name) => name.split(path.sep).join('/'))
const endingIn = (suffix) => files.filter((name) => name.endsWith(suffix)).sort()
const withoutSuffix = (names) => names.map((name) => name.slice(0, name.lastIndexOf('.')))

/** The real compilers write their complaints into an error; one is thrown, the other given back. */
function compiled(work) {
  try {
    const made = work()
    if (made instanceof Error) throw made
    return []
  } catch (fault) {
    return String(fault.message || fault).split('\n').filter(Boolean)
  }
}

function templates() {
  const wcc = require('miniprogram-compiler/src/wcc')
  const names = endingIn('.wxml')
  return [`wcc: ${names.length} templates`, compiled(() => wcc(program, withoutSuffix(names), endingIn('.wxs'), ROOM))]
}

function sheets() {
  const wcsc = require('miniprogram-compiler/src/wcsc')
  const names = endingIn('.wxss')
  const values = names.flatMap((name) => valuesThatMeanNothing(name, readFileSync(path.join(program, name), 'utf8')))
  return [`wcsc and the syntax of CSS: ${names.length} style sheets`, [...compiled(() => wcsc(program, withoutSuffix(names), ROOM)), ...values]]
}

function types() {
  const told = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', here, '--pretty', 'false'], { encoding: 'utf8' })
  return [`tsc: ${endingIn('.js').length} scripts against miniprogram-api-typings`, told.stdout.split('\n').filter(Boolean)]
}

/** What several packages need and the main one does not has no other place than the main one. */
function isShared({ name, detail }) {
  if (name !== 'CONTAINS_OTHER_PKG_JS') return false
  const scripts = endingIn('.js').map((file) => [file.split('/').slice(0, 2).join('/'), readFileSync(path.join(program, file), 'utf8')])
  const users = (shared) => new Set(scripts.filter(([, text]) => text.includes(`/${shared}'`)).map(([root]) => root))
  return detail.files.every((shared) => users(shared).size > 1)
}

/** The offline part of miniprogram-ci. It reads the project as it would be sent, from a copy with an AppID. */
async function quality() {
  const ci = require('miniprogram-ci')
  const copy = mkdtempSync(path.join(tmpdir(), 'check-wechat-'))
  try {
    cpSync(program, copy, { recursive: true })
    const config = path.join(copy, 'project.config.json')
    writeFileSync(config, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), appid: 'wx0000000000000000' }))
    writeFileSync(path.join(copy, 'key'), '')
    const project = new ci.Project({ appid: 'wx0000000000000000', type: 'miniProgram', projectPath: copy, privateKeyPath: path.join(copy, 'key') })
    const found = await ci.checkCodeQuality(project)
    return [`miniprogram-ci: ${found.length} kinds of quality`, found.filter((one) => !one.success && !isShared(one)).map((one) => `${one.name}: ${one.text} ${JSON.stringify(one.detail ?? '').slice(0, 300)}`)]
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** What WeChat's simulated runtime and our browser host draw of the same component. */
async function trees() {
  const { trees: drawn, lines, differing } = await compareTrees(program, files)
  return [`miniprogram-simulate and the host: ${drawn} trees of components, ${lines} elements and words`, differing]
}

/** What a district fills in before anybody can use the mini-program. */
function environment() {
  const bases = require(path.join(program, 'environment.js'))
  const { appid } = JSON.parse(readFileSync(path.join(program, 'project.config.json'), 'utf8'))
  return ['district: addresses and AppID', unfit(bases, appid)]
}

const steps = { templates, sheets, types, quality, trees, environment }
const asked = process.argv.slice(2)
let failed = false
for (const [name, step] of Object.entries(steps)) {
  if (asked.length && !asked.includes(name)) continue
  const [title, wrong] = await step()
  console.log(`${wrong.length ? 'no ' : 'yes'} ${title}`)
  wrong.slice(0, MOST_SHOWN).forEach((line) => console.log(`      ${line}`))
  failed ||= wrong.length > 0
}
process.exit(failed ? 1 : 0) // miniprogram-ci leaves something open
