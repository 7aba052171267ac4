import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { confine } from '../../src/paths/index.js'
import { folders, OUTSIDE, treeOf } from './folders.js'

/** Exchanges a folder and a file for links that lead out, and back, as fast as a thread can. */
const SWAPPER = `
const { workerData: { root }, parentPort } = require('node:worker_threads')
const fs = require('node:fs')
const at = (name) => root + '/' + name
fs.symlinkSync('../outside', at('folder-link'))
fs.symlinkSync('../outside/secret.txt', at('file-link'))
parentPort.postMessage('started')
const end = Date.now() + 20_000
while (Date.now() < end) {
  for (const [name, link] of [['swap', 'folder-link'], ['swap.txt', 'file-link']]) {
    fs.renameSync(at(name), at(name + '-kept'))
    fs.renameSync(at(link), at(name))
    fs.renameSync(at(name), at(link))
    fs.renameSync(at(name + '-kept'), at(name))
  }
}`

async function swapped() {
  const { base, root, outside } = folders()
  mkdirSync(join(root, 'swap'))
  writeFileSync(join(root, 'swap/secret.txt'), 'inside')
  writeFileSync(join(root, 'swap.txt'), 'inside')
  const worker = new Worker(SWAPPER, { eval: true, workerData: { root } })
  const stop = () => worker.terminate()
  onTestFinished(async () => {
    await stop()
  })
  await new Promise((resolve) => worker.once('message', resolve))
  return { base, root, outside, stop }
}

/** Runs for a while and gives what came of it: texts, or the words of refusals. */
async function outcomes(forMs: number, attempt: () => Promise<string>): Promise<Map<string, number>> {
  const seen = new Map<string, number>()
  const end = Date.now() + forMs
  while (Date.now() < end) {
    const outcome = await attempt().catch((error: unknown) => (error as Error).message)
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
  }
  return seen
}

describe('confine while links are swapped', () => {
  it.each(['swap/secret.txt', 'swap.txt'])('never reads a byte from outside at %s [F-70] [TL-22]', async (path) => {
    const { root } = await swapped()
    const files = confine(root)
    const seen = await outcomes(600, () => files.readText(path))
    expect(seen.get('inside')).toBeGreaterThan(0)
    expect(seen.get('There is no such file or folder.')).toBeGreaterThan(0)
    expect([...seen.keys()].filter((text) => text.includes(OUTSIDE))).toEqual([])
  })

  it('never reads a byte from outside by name either [F-70]', async () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin')
    onTestFinished(() => void vi.restoreAllMocks())
    const { root } = await swapped()
    const files = confine(root)
    const seen = await outcomes(800, () => files.readText('swap/secret.txt'))
    expect(seen.size).toBeGreaterThan(0)
    expect([...seen.keys()].filter((text) => text.includes(OUTSIDE))).toEqual([])
  })

  it('never lists, writes or replaces anything outside [F-70]', async () => {
    const { root, outside, stop } = await swapped()
    const before = treeOf(outside)
    const files = confine(root, { write: true })
    let count = 0
    const seen = await outcomes(600, async () => {
      count += 1
      await files.writeFile(`swap/new-${String(count)}.txt`, 'x')
      await files.writeFile('swap/secret.txt', 'inside', { overwrite: true })
      const names = (await files.list('swap')).map(({ name }) => name)
      return names.includes(`new-${String(count)}.txt`) ? 'written' : names.join()
    })
    await stop()
    expect(seen.get('written')).toBeGreaterThan(0)
    expect([...seen.keys()].sort()).toEqual(['There is no such file or folder.', 'written'])
    expect(treeOf(outside)).toEqual(before)
  })
})
