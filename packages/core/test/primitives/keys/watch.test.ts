import { describe, expect, it } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { ConfigError } from '../../../src/errors/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { generateKey, generateKeySet, keysFor, watchKeys, type KeyFile } from '../../../src/primitives/keys/index.js'

const file = await generateKeySet()
const added = await generateKey({ purpose: 'vault' })
const more: KeyFile = { keys: [...file.keys, added] }
const activeVault = file.keys.find(({ purpose }) => purpose === 'vault')?.kid ?? ''

interface Place {
  stamp: string
  content: unknown
  looks: number
  /** Throws where it should reject. */
  throwing?: boolean
  /** Never answers. */
  hangs?: boolean
}

async function watched(content: unknown = file, reloadMs = 60_000) {
  const runtime = fakeRuntime({ nowMs: 1_000_000 })
  const events: AuditInput[] = []
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const place: Place = { stamp: '1', content, looks: 0 }
  const keys = await watchKeys(
    {
      reloadMs,
      stamp() {
        place.looks++
        if (place.throwing) throw new TypeError('no connection')
        return place.hangs ? new Promise(() => undefined) : Promise.resolve(place.stamp)
      },
      async read() {
        if (place.content instanceof Error) throw place.content
        return place.content
      },
    },
    { audit, runtime },
  )
  place.looks = 0
  const vault = () => keys.vault.map(({ kid }) => kid)
  const change = (next: unknown) => Object.assign(place, { stamp: `${place.stamp}+`, content: next })
  return { runtime, events, place, keys, vault, change }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('watchKeys', () => {
  it('looks once for all that use keys after reloadMs, in the background [F-06]', async () => {
    const { runtime, place, keys, vault, change, events } = await watched()
    change(more)
    runtime.advance(59_999)
    expect(vault()).toEqual([activeVault])
    expect(place.looks).toBe(0)
    runtime.advance(1)
    // The caller that makes it look does not wait, and sees what was there.
    expect(vault()).toEqual([activeVault])
    for (let use = 0; use < 50; use++) expect(keys.cookies).toHaveLength(1)
    await settled()
    expect(place.looks).toBe(1)
    expect(vault()).toEqual([activeVault, added.kid])
    expect(events).toEqual([
      {
        kind: 'keys.reloaded',
        outcome: 'noted',
        kids: expect.arrayContaining([added.kid]) as string[],
        added: [added.kid],
        removed: [],
      },
    ])
    expect(JSON.stringify(events)).not.toContain((added as { k: string }).k)
  })

  it('does not look before it is asked to, and has no timer [F-06]', async () => {
    const { runtime, place } = await watched()
    runtime.advance(3_600_000)
    await settled()
    expect(place.looks).toBe(0)
  })

  it('lets whoever makes something new wait for the latest keys [F-06] [AS-62]', async () => {
    const { runtime, keys, change } = await watched()
    change(more)
    expect(keysFor(keys, 'vault').latest('due')).toHaveLength(1)
    runtime.advance(60_000)
    expect(await keysFor(keys, 'vault').latest('due')).toHaveLength(2)
  })

  it('looks for a missing key once a second at most, however many ask [F-06]', async () => {
    const { runtime, keys, place, change } = await watched()
    const vault = keysFor(keys, 'vault')
    await Promise.all(Array.from({ length: 50 }, () => vault.latest('missing')))
    expect(place.looks).toBe(0)
    runtime.advance(1_000)
    change(more)
    const lists = await Promise.all(Array.from({ length: 50 }, () => vault.latest('missing')))
    expect(lists.every((list) => list.length === 2)).toBe(true)
    expect(place.looks).toBe(1)
  })

  it('looks again after the clock was set back [F-06]', async () => {
    const { runtime, keys, vault, change } = await watched()
    change(more)
    runtime.setNow(5_000)
    await keys.reload?.('due')
    expect(vault()).toHaveLength(2)
  })

  it('never looks by itself with reloadMs 0, and at once when told to [F-06]', async () => {
    const { runtime, keys, place, vault, change } = await watched(file, 0)
    change(more)
    runtime.advance(3_600_000)
    await keysFor(keys, 'vault').latest('missing')
    expect(vault()).toHaveLength(1)
    await settled()
    expect(place.looks).toBe(0)
    await keys.reload?.('now')
    expect(vault()).toHaveLength(2)
  })

  it.each([
    ['no JSON', '{"keys":'],
    ['no keys', { keys: [] }],
    ['a purpose missing', { keys: file.keys.filter(({ purpose }) => purpose !== 'refresh') }],
    ['nothing that has begun', { keys: file.keys.map((key) => ({ ...key, nbf: 4_000_000_000 })) }],
    ['everything expired', { keys: file.keys.map((key) => ({ ...key, exp: 5 })) }],
    ['a place that cannot be read', new Error('EIO')],
    ['one that others can read', new ConfigError({ option: 'keys', problem: 'others can read it.', fix: 'chmod' })],
  ])('keeps its keys when it finds %s, says so once, and recovers [F-06] [F-75]', async (_case, broken) => {
    const { runtime, keys, vault, change, events } = await watched()
    change(broken)
    for (let look = 0; look < 3; look++) {
      runtime.advance(60_000)
      await keys.reload?.('due')
    }
    expect(vault()).toEqual([activeVault])
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ kind: 'keys.failed', outcome: 'refused', reason: 'keys_unusable' })
    await expect(Promise.resolve(keys.reload?.('now'))).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    expect(vault()).toEqual([activeVault])

    change(more)
    runtime.advance(60_000)
    await keys.reload?.('due')
    expect(vault()).toEqual([activeVault, added.kid])
  })

  it('says again what has failed again [F-06]', async () => {
    const { runtime, keys, place, change, events } = await watched()
    const { stamp } = place
    for (const [nextStamp, content] of [
      ['gone', new Error('ENOENT')],
      [stamp, file],
      ['gone', new Error('ENOENT')],
    ] as const) {
      change(content)
      place.stamp = nextStamp
      runtime.advance(60_000)
      await keys.reload?.('due')
    }
    expect(events.map(({ kind }) => kind)).toEqual(['keys.failed', 'keys.failed'])
  })

  it('survives a place that throws instead of rejecting, though nobody waits for the look [F-06]', async () => {
    const { runtime, keys, place, events, vault } = await watched()
    place.throwing = true
    place.content = new Error('no connection')
    runtime.advance(60_000)
    expect(vault()).toEqual([activeVault])
    await expect(Promise.resolve(keys.reload?.('due'))).resolves.toBeUndefined()
    expect(events).toMatchObject([{ kind: 'keys.failed' }])
  })

  it('goes on with the keys that are there when the place does not answer [F-06]', async () => {
    const { runtime, keys, place } = await watched()
    place.hangs = true
    runtime.advance(60_000)
    const waiting = [keysFor(keys, 'vault').latest('due'), keysFor(keys, 'vault').latest('missing')]
    await settled()
    runtime.advance(2_000)
    expect(await Promise.all(waiting)).toEqual([keys.vault, keys.vault])
  })

  it('tries again what failed, though nothing has changed since [F-06]', async () => {
    const { runtime, keys, place, vault, change } = await watched()
    change(new Error('EMFILE'))
    runtime.advance(60_000)
    await keys.reload?.('due')
    place.content = more
    runtime.advance(60_000)
    await keys.reload?.('due')
    expect(vault()).toHaveLength(2)
  })

  it('keeps the object of a key that stays: what was made of it stays, too [F-06]', async () => {
    const { keys, change } = await watched()
    const [signer, secret] = [keys.signing[0], keys.vault[0]]
    change(more)
    await keys.reload?.('now')
    expect(keys.signing[0]).toBe(signer)
    expect(keys.vault[0]).toBe(secret)
    const other = await generateKey({ purpose: 'vault' })
    change({ keys: file.keys.map((key) => (key.kid === activeVault ? { ...other, kid: activeVault } : key)) })
    await keys.reload?.('now')
    expect(keys.vault[0]).not.toBe(secret)
  })

  it('refuses to start without keys that can be used [F-06]', async () => {
    await expect(watched(new Error('EIO'))).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    await expect(watched({ keys: [] })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('warns once when the last key of a purpose ends within a day [F-06] [F-75]', async () => {
    const ending: KeyFile = {
      keys: file.keys.map((key) => (key.kid === activeVault ? { ...key, exp: 1_000_000 } : key)),
    }
    const { runtime, events, vault } = await watched(ending)
    runtime.setNow((1_000_000 - 86_401) * 1000)
    vault()
    await settled()
    expect(events).toEqual([])
    runtime.advance(3_600_000)
    vault()
    vault()
    await settled()
    expect(events).toEqual([
      {
        kind: 'config.warned',
        outcome: 'noted',
        option: 'keys',
        problem: expect.stringContaining('"vault"') as string,
      },
    ])
  })

  it('does not warn while another key takes over [F-06]', async () => {
    const replaced: KeyFile = {
      keys: [
        ...file.keys.map((key) => (key.kid === activeVault ? { ...key, exp: 2_000 } : key)),
        { ...added, nbf: 1_500 },
      ],
    }
    expect((await watched(replaced)).events).toEqual([])
  })
})
