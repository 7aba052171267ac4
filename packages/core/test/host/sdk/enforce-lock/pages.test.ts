import { describe, expect, it } from 'vitest'
import { enforceLock } from '../../../../src/host/sdk/index.js'
import { lowLevel, tool, type Pages } from './low-level-server.js'
import { auditLog, connect, GENERATIONS, lockOf, type AnyClient, type AnyMcpServer } from './support.js'

const pagesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    tools: [tool(`a${String(i)}`), tool(`b${String(i)}`)],
    ...(i + 1 < count && { nextCursor: String(i + 1) }),
  }))

const allOf = (pages: Pages) => pages.flatMap(({ tools }) => tools as ReturnType<typeof tool>[])

/** One page, as both generations give it when they are asked for one. */
async function page(client: AnyClient, cursor?: string) {
  return client.listTools(cursor === undefined ? undefined : { cursor })
}

describe.each(GENERATIONS)('enforceLock and pages, on $name', (generation) => {
  async function guarded(start: ReturnType<typeof pagesOf>) {
    const state = { pages: start as Pages, reads: 0 }
    const source = { current: await lockOf({ tools: allOf(start) }) }
    const lock = () => source.current
    const log = auditLog()
    const read = () => {
      state.reads++
      return state.pages
    }
    const newServer = () => {
      const { server, set } = lowLevel(generation, read, [])
      set()
      return enforceLock(server, { lock, audit: [log.sink] })
    }
    const server = newServer()
    const client = await connect(generation, server as unknown as AnyMcpServer)
    const names = async (cursor: number) => (await page(client, String(cursor))).tools.map(({ name }) => name)
    /** What asking for one page costs. */
    const cost = async (cursor: number) => {
      const before = state.reads
      await names(cursor)
      return state.reads - before
    }
    // Version 2 would walk through all of them when it is asked for the first.
    const first = () => page(client, '0')
    return { client, state, source, log, names, cost, first, server, newServer }
  }

  it('reads as many pages for a whole walk as there are, once to judge and once to show [TL-11] [F-53]', async () => {
    const count = 60
    const { client, state } = await guarded(pagesOf(count))
    const shown = (await page(client)).tools.length
    for (let i = 1; i < count && shown === 2; i++) await page(client, String(i))
    // The list that is new is read three times: it may change while it is judged.
    expect(state.reads).toBeLessThanOrEqual(5 * count)
  })

  it('reads all pages again for a cursor that comes from no page, or a second time [F-53]', async () => {
    const { first, cost } = await guarded(pagesOf(10))
    await first()
    expect([await cost(1), await cost(2)]).toEqual([1, 1])
    expect(await cost(1)).toBe(11)
    expect(await cost(7)).toBe(11)
  })

  it('reads all pages again when something was announced on the way [F-53]', async () => {
    const { first, cost, server } = await guarded(pagesOf(10))
    await first()
    expect(await cost(1)).toBe(1)
    await (server as { sendToolListChanged(): Promise<void> }).sendToolListChanged()
    expect(await cost(2)).toBeGreaterThan(10)
  })

  it('reads all pages again by a lock that is new [F-53]', async () => {
    const { first, cost, names, source } = await guarded(pagesOf(10))
    await first()
    source.current = await lockOf({ tools: allOf(pagesOf(10)).filter(({ name }) => name !== 'b1') })
    expect(await names(1)).toEqual(['a1'])
    expect(await cost(2)).toBe(1)
  })

  it('hides what changes on the way without a word [F-53] [TL-08]', async () => {
    const { first, names, state, log } = await guarded(pagesOf(4))
    await first()
    state.pages = state.pages.map(({ nextCursor }, i) => ({
      tools: [tool(`a${String(i)}`, 'worse'), tool(`b${String(i)}`), tool('new')],
      ...(nextCursor !== undefined && { nextCursor }),
    }))
    for (const cursor of [1, 2, 3]) expect(await names(cursor)).toEqual([`b${String(cursor)}`])
    expect(log.kinds().filter((kind) => kind === 'tool.drifted').length).toBeGreaterThanOrEqual(4)
  })

  it('shows no name that stands on two pages, on any of them [F-52] [TL-12]', async () => {
    const [zero, one, ...rest] = pagesOf(4)
    const { first, names } = await guarded(pagesOf(4))
    const { state, ...twice } = await guarded(pagesOf(4))
    if (zero === undefined || one === undefined) return expect.fail()
    state.pages = [zero, { ...one, tools: [...one.tools, tool('a3')] }, ...rest]
    await first()
    expect(await names(3)).toEqual(['a3', 'b3'])
    await twice.first()
    expect([await twice.names(1), await twice.names(2), await twice.names(3)]).toEqual([
      ['a1', 'b1'],
      ['a2', 'b2'],
      ['b3'],
    ])
  })

  it('shows one caller what another one does not see, whatever their cursors [F-53]', async () => {
    const { first, state, names } = await guarded(pagesOf(4))
    state.pages = pagesOf(4).map(({ tools, ...rest }) => ({ tools: tools.slice(0, 1), ...rest }))
    await first()
    state.pages = pagesOf(4)
    expect(await names(1)).toEqual(['a1', 'b1'])
  })

  it('goes on where another server with the same lock began, as factories make them [F-53]', async () => {
    const { first, state, newServer } = await guarded(pagesOf(30))
    await first()
    const before = state.reads
    for (let i = 1; i < 30; i++) {
      const client = await connect(generation, newServer() as unknown as AnyMcpServer)
      expect((await page(client, String(i))).tools).toHaveLength(2)
    }
    expect(state.reads - before).toBe(29)
  })
})
