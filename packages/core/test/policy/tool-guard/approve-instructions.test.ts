import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import {
  approveInstructions,
  checkLock,
  createLock,
  parseLock,
  printLock,
  type CreateLockOptions,
  type ToolLock,
} from '../../../src/policy/tool-guard/index.js'

const ada = { by: 'ada@example.com', at: '2026-11-21T10:00:00Z', reason: 'Reviewed' }
const grace = { ...ada, by: 'grace@example.com' }

async function lockOf(instructions?: string, options: Partial<CreateLockOptions> = {}): Promise<ToolLock> {
  const surface = { tools: [], ...(instructions !== undefined && { instructions }) }
  const result = await createLock(surface, { server: { name: 's' }, approval: grace, ...options })
  return result.ok ? result.lock : expect.fail(result.problem)
}

describe('approveInstructions', () => {
  it('puts new instructions in the place of the old ones, whose approvals go [F-51] [F-53]', async () => {
    const lock = await approveInstructions(await lockOf('Be brief.'), 'Be kind.', ada)
    expect(lock.instructions).toMatchObject({ text: 'Be kind.', approvals: [ada] })
    expect(await checkLock(lock, { tools: [], instructions: 'Be kind.' })).toMatchObject({ ok: true })
    expect(await checkLock(lock, { tools: [], instructions: 'Be brief.' })).toMatchObject({ ok: false })
    expect(await parseLock(printLock(lock))).toMatchObject({ ok: true })
  })

  it('adds instructions to a lock without any, and approvals of the same text to each other [F-51]', async () => {
    expect((await approveInstructions(await lockOf(), 'Be kind.', ada)).instructions?.text).toBe('Be kind.')
    const twice = await approveInstructions(await lockOf('Be kind.'), 'Be kind.', ada)
    expect(twice.instructions?.approvals).toEqual([grace, ada])
  })

  it('keeps a digest where a digest was kept [F-51]', async () => {
    const lock = await approveInstructions(await lockOf('Be brief.', { keep: 'digest' }), 'Be kind.', ada)
    expect(lock.instructions).not.toHaveProperty('text')
    expect(await parseLock(printLock(lock))).toMatchObject({ ok: true })
  })

  it('refuses an approval that names nobody [F-51]', async () => {
    await expect(approveInstructions(await lockOf(), 'x', { ...ada, by: '' })).rejects.toThrow(ConfigError)
  })
})
