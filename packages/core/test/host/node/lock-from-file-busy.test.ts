import type * as FileSystem from 'node:fs/promises'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { lockFromFile } from '../../../src/host/node/index.js'
import { createLock, printLock } from '../../../src/policy/tool-guard/index.js'

const system = vi.hoisted(() => ({ isBusy: false }))

// A process that has run out of file descriptors cannot be had for one test alone.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>()
  const open: typeof real.open = (...args) =>
    system.isBusy ? Promise.reject(Object.assign(new Error('busy'), { code: 'EMFILE' })) : real.open(...args)
  return { ...real, open }
})

async function lockText(...names: string[]): Promise<string> {
  const result = await createLock({ tools: names.map((name) => ({ name })) }, { server: { name: 's' } })
  return result.ok ? printLock(result.lock) : expect.fail(result.problem)
}

it('reads a lock that withdraws an approval once the system lets it, and complains once [F-53]', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lock-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const path = join(directory, 'mcp-tools.lock.json')
  const problems: unknown[] = []
  const read = lockFromFile(path, { onProblem: (error) => void problems.push(error) })
  await writeFile(path, await lockText('a', 'b'))
  expect((await read()).tools).toHaveLength(2)
  await writeFile(path, await lockText('a'))
  system.isBusy = true
  for (let look = 0; look < 3; look++) expect((await read()).tools).toHaveLength(2)
  system.isBusy = false
  expect((await read()).tools).toHaveLength(1)
  expect(problems).toHaveLength(1)
  for (const times of [2, 3]) {
    await rm(path)
    for (let look = 0; look < 3; look++) expect((await read()).tools).toHaveLength(1)
    expect(problems).toHaveLength(times)
    await writeFile(path, await lockText('a'))
    await read()
  }
})
