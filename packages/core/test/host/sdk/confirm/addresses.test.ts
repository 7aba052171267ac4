import { describe, expect, it } from 'vitest'
import { createSallyport } from '../../../../src/index.js'
import { options } from '../../../sallyport/support.js'
import { textOf, world } from './world.js'

/** A server whose page of questions would be below this issuer. */
function startAt(issuer: string, more: object = {}) {
  const { authorizationServer, ...rest } = options()
  const resource = `${issuer}/mcp`
  return createSallyport({
    ...rest,
    resource,
    authorizationServer: { ...authorizationServer, issuer },
    ...more,
  } as never)
}

describe('addresses that people are sent to', () => {
  it.each([
    'http://notes.example',
    'http://192.0.2.7',
    'http://10.0.0.7:8080',
    'http://127.0.0.1.notes.example',
    'http://localhost.notes.example',
    'ftp://notes.example',
  ])('are not below %s: nothing starts there, in development neither [EL-16]', (issuer) => {
    for (const more of [{}, { unsafelyAllowHttpLoopback: true }]) {
      expect(() => startAt(issuer, more)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
    }
  })

  it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])(
    'are below %s in development only, by a switch that says so [EL-16]',
    (issuer) => {
      expect(() => startAt(issuer)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
      expect(startAt(issuer, { unsafelyAllowHttpLoopback: true })).toHaveProperty('confirmations')
    },
  )

  it('are https in every form in which a client gets one [EL-16] [EL-15]', async () => {
    const w = await world({ confirm: { tools: { wipe: { by: 'page' } } } })
    const urls: string[] = []
    const take = (params: object) => {
      urls.push((params as { url: string }).url)
      return { action: 'cancel' } as const
    }
    const modern = await w.modernClient({ elicitation: { url: {} } }, take)
    await modern.call()
    const legacy = await w.legacyClient({ elicitation: { url: {} } })
    const error: unknown = await legacy.call().catch((reason: unknown) => reason)
    const { elicitations } = (error as { data: { elicitations: { url: string }[] } }).data
    urls.push(...elicitations.map(({ url }) => url))
    const plain = await w.legacyClient({}, undefined, 'alice', 'two')
    urls.push(/\S+\/confirm\/\S+/.exec(textOf(await plain.call()))?.[0] ?? '')
    expect(urls).toHaveLength(3)
    for (const url of urls) expect(url).toMatch(/^https:\/\/notes\.example\/confirm\/[\w-]{35}$/)
    expect(w.ran).toEqual([])
  })
})
