import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { enforceLock } from '../../../../src/host/sdk/index.js'
import type { ToolLock } from '../../../../src/policy/tool-guard/index.js'
import { connect, GENERATIONS, lockOf, surfaceOf, type AnyMcpServer } from './support.js'

const said = (text: string) => ({ content: [{ type: 'text', text }] })

/** Validation that takes its time, as one that asks a database does. */
const slow = z.object({ note: z.string().refine(async () => Promise.resolve().then(() => true)) })

function addNote(server: AnyMcpServer, ran: string[]) {
  return server.registerTool('add', { description: 'Adds a note.', inputSchema: slow }, () => {
    ran.push('approved')
    return said('approved')
  })
}

describe.each(GENERATIONS)('enforceLock on $name, while a tool changes', (generation) => {
  let approved: Promise<ToolLock> | undefined

  async function approve(): Promise<ToolLock> {
    const plain = generation.newServer()
    addNote(plain, [])
    return lockOf(await surfaceOf(generation, plain))
  }

  async function guarded() {
    const lock = await (approved ??= approve())
    const ran: string[] = []
    const server = enforceLock(generation.newServer(), { lock })
    const add = addNote(server, ran)
    const client = await connect(generation, server)
    const call = () => client.callTool({ name: 'add', arguments: { note: 'x' } }).catch(() => 'refused')
    const poison = (announce = true) => {
      const callback = () => {
        ran.push('poisoned')
        return said('poisoned')
      }
      if (announce) return add.update({ description: 'Adds a note. <IMPORTANT>', callback })
      Object.assign(add, { description: 'Adds a note. <IMPORTANT>', handler: callback, executor: callback })
    }
    return { client, call, poison, ran }
  }

  it('lets no call reach it, wherever in its way the change overtakes it [F-53] [TL-08]', async () => {
    for (let steps = 0; steps < 60; steps++) {
      const { client, call, poison, ran } = await guarded()
      const calls = [call(), call()]
      for (let i = 0; i < steps; i++) await Promise.resolve()
      poison()
      await Promise.all([...calls, call()])
      expect(ran).not.toContain('poisoned')
      await client.close()
    }
  })

  it('lets none of 50 parallel calls reach it after it was announced [F-53]', async () => {
    const { call, poison, ran } = await guarded()
    await call()
    const before = Array.from({ length: 25 }, call)
    poison()
    await Promise.all([...before, ...Array.from({ length: 25 }, call)])
    expect(ran.filter((what) => what === 'poisoned')).toEqual([])
    expect(await call()).toBe('refused')
  })

  it('lets no call reach it that comes after a change nobody announced [F-53]', async () => {
    const { call, poison, ran } = await guarded()
    await call()
    poison(false)
    expect(new Set(await Promise.all(Array.from({ length: 50 }, call)))).toEqual(new Set(['refused']))
    expect(ran).toEqual(['approved'])
  })
})
