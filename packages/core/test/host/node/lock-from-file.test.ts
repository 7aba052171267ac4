import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { lockFromFile, type LockFromFileOptions } from '../../../src/host/node/index.js'
import { createLock, printLock, signLock, type ToolLock } from '../../../src/policy/tool-guard/index.js'

async function lockOf(...names: string[]): Promise<ToolLock> {
  const result = await createLock({ tools: names.map((name) => ({ name })) }, { server: { name: 's' } })
  return result.ok ? result.lock : expect.fail(result.problem)
}

async function lockFile(options?: LockFromFileOptions) {
  const directory = await mkdtemp(join(tmpdir(), 'lock-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const path = join(directory, 'mcp-tools.lock.json')
  const write = async (text: string) => {
    await writeFile(`${path}.new`, text)
    await rename(`${path}.new`, path)
  }
  return { path, write, read: lockFromFile(path, options) }
}

const namesIn = (lock: ToolLock) => lock.tools.map(({ name }) => name)

describe('lockFromFile', () => {
  it('reads the lock again when the file is another one, and only then [F-51] [F-53]', async () => {
    const { write, read } = await lockFile()
    await write(printLock(await lockOf('a')))
    const first = await read()
    expect(await read()).toBe(first)
    await write(printLock(await lockOf('a', 'b')))
    expect(namesIn(await read())).toEqual(['a', 'b'])
    await write(printLock(await lockOf('b')))
    expect(namesIn(await read())).toEqual(['b'])
  })

  it('shows a change to everybody who asks after it, also in parallel [F-53]', async () => {
    const { write, read } = await lockFile()
    await write(printLock(await lockOf('a')))
    await read()
    for (let i = 0; i < 20; i++) {
      const early = Array.from({ length: 5 }, read)
      await write(printLock(await lockOf(`tool${String(i)}`)))
      const late = await Promise.all(Array.from({ length: 10 }, read))
      for (const lock of late) expect(namesIn(lock)).toEqual([`tool${String(i)}`])
      await Promise.all(early)
    }
  })

  it.each([
    ['half written', '{"version":1,"server"', /malformed/],
    ['of another version', '{"version":2}', /unknown_version/],
    ['a lock that contradicts itself', '', /hash_mismatch/],
  ])('keeps the lock it has while the file is %s, and says so once [F-51]', async (_case, text, message) => {
    const problems: ConfigError[] = []
    const { write, read } = await lockFile({ onProblem: (error) => void problems.push(error) })
    const good = printLock(await lockOf('a'))
    await write(good)
    await read()
    await write(text === '' ? good.replace(/sha256-.../, 'sha256-AAA') : text)
    expect([namesIn(await read()), namesIn(await read())]).toEqual([['a'], ['a']])
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)])
  })

  it('is no lock at all before the first one was read [F-53]', async () => {
    const { write, read } = await lockFile()
    await expect(read()).rejects.toThrow(/cannot be read/)
    await write('[]')
    await expect(read()).rejects.toThrow(ConfigError)
    await write(printLock(await lockOf('a')))
    expect(namesIn(await read())).toEqual(['a'])
  })

  it('takes only locks that a trusted key has signed [F-51]', async () => {
    const keyOf = async (kid: string) => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
      return { secret: { ...(await exportJWK(privateKey)), kid }, open: { ...(await exportJWK(publicKey)), kid } }
    }
    const [ours, theirs] = [await keyOf('ours'), await keyOf('theirs')]
    const { path, write, read } = await lockFile({ trustedKeys: [ours.open] })
    const lock = await lockOf('a')
    await write(printLock(lock))
    await expect(read()).rejects.toThrow(/cannot be read/)
    await writeFile(`${path}.jws`, await signLock(lock, theirs.secret))
    await expect(read()).rejects.toThrow(/unknown_key/)
    await writeFile(`${path}.jws`, await signLock(lock, ours.secret))
    expect(namesIn(await read())).toEqual(['a'])
    await write(printLock(await lockOf('a', 'evil')))
    expect(namesIn(await read())).toEqual(['a'])
  })

  it('refuses options that mean nothing [F-51]', () => {
    expect(() => lockFromFile('x', { trustedKeys: [] })).toThrow(ConfigError)
    expect(() => lockFromFile('x', { watch: true } as never)).toThrow(/there is no such option/)
  })
})
