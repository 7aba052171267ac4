import { describe, expect, it } from 'vitest'
import { systemRuntime } from '../../../../src/foundation/index.js'
import { judgeList } from '../../../../src/host/sdk/enforce-lock/judge.js'
import { stateOf } from '../../../../src/host/sdk/enforce-lock/lock-state.js'
import { createLockGate } from '../../../../src/host/sdk/enforce-lock/lock-gate.js'
import { auditLog, lockOf } from './support.js'

describe('a server that says too much', () => {
  const looks = { count: 0 }
  const counted = (name: string, i: number) =>
    new Proxy(
      { name, i },
      {
        getOwnPropertyDescriptor(target, member) {
          looks.count++
          return Reflect.getOwnPropertyDescriptor(target, member)
        },
      },
    )

  it.each([
    ['names of its own', (i: number) => `tool-${String(i)}`],
    ['one name', () => 'tool'],
  ])('costs as many looks as it has entries, with %s [F-53]', async (_case, nameOf) => {
    const lock = await lockOf({ tools: [{ name: 'add' }] })
    const entries = Array.from({ length: 1_000 }, (_, i) => counted(nameOf(i), i))
    looks.count = 0
    const { drifts } = await judgeList(lock, 'tools', [entries], systemRuntime)
    expect(drifts).toHaveLength(1_000)
    expect(looks.count).toBeLessThan(20_000)
  })

  it('is told of once, however much it is, and its definitions are not kept [F-53]', async () => {
    const lock = await lockOf({ tools: [{ name: 'add' }] })
    const log = auditLog()
    const gate = createLockGate({ lock, unlocked: 'pass', audit: [log.sink] }, systemRuntime)
    const entries = Array.from({ length: 12_000 }, (_, i) => ({ name: `tool-${String(i)}` }))
    for (let time = 0; time < 3; time++) await gate.judge('tools', [entries])
    expect(log.events).toHaveLength(12_000)
    const { told } = stateOf(lock)
    expect(Object.keys([...told.values()][0]?.drift ?? {})).toEqual(['list', 'name', 'kind', 'seenHash'])
  })

  it('is not remembered beyond some megabytes, whatever its names [F-53]', async () => {
    const lock = await lockOf({ tools: [{ name: 'add' }] })
    const gate = createLockGate({ lock, unlocked: 'pass', audit: [] }, systemRuntime)
    for (let i = 0; i < 40; i++) await gate.judge('tools', [[{ name: String(i).padEnd(1_000_000) }]])
    expect(stateOf(lock).told.size).toBeLessThan(20)
  })
})
