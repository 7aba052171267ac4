import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { watchKeys } from '../../src/primitives/keys/index.js'
import { createSallyport } from '../../src/index.js'
import { StoreError } from '../../src/errors/index.js'
import { memoryStore, type Store } from '../../src/store/index.js'
import { facts } from './support.js'
import { errorOf, connect, refresh, type TokenResponse } from '../compositions/authorization-server/steps.js'
import { changingFile } from '../primitives/keys/support.js'
import { deployment, type WholeDeployment } from './deployment.js'

/** A deployment whose key file a test rewrites. */
async function world() {
  const runtime = fakeRuntime()
  const base = memoryStore({}, runtime)
  const outage = { afterWrites: Infinity }
  const store: Store = {
    ...base,
    records: {
      ...base.records,
      async compareAndSwap(...args) {
        if (outage.afterWrites-- <= 0) throw new StoreError('unavailable', 'cut off')
        return base.records.compareAndSwap(...args)
      },
    },
  }
  const file = await changingFile()
  let version = 0
  const deploy = () =>
    deployment({
      runtime,
      store,
      keys: {
        load: (context) =>
          watchKeys({ reloadMs: 60_000, stamp: async () => String(version), read: async () => file.read() }, context),
      },
    })
  const first = deploy()
  const rotate = async (...purposes: ('vault' | 'sealing')[]) => {
    const kids = await Promise.all(purposes.map((purpose) => file.add(purpose)))
    version++
    await first.sallyport.reloadKeys()
    return kids
  }
  const retire = async (...kids: string[]) => {
    for (const kid of kids) file.remove(kid)
    version++
    await first.sallyport.reloadKeys()
  }
  const kid = (purpose: 'vault' | 'sealing') => file.of(purpose).at(-1)?.kid ?? ''
  return { world: first, deploy, rotate, retire, kid, store, runtime, outage }
}

/** What a tool handler gets for a token. */
async function extraFor({ sallyport }: WholeDeployment, token: string): Promise<unknown> {
  const gate = sallyport.gate()
  const admitted = await gate.admit(facts({ authorization: `Bearer ${token}` }))
  if (!admitted.allowed) throw new Error('not admitted')
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_list' } }
  const decision = await gate.authorize(admitted, call)
  if (!decision.allowed) throw new Error('not authorized')
  return { authInfo: decision.authInfo }
}

const upstreamToken = async (target: WholeDeployment, token: string) =>
  target.sallyport.upstream.person(await extraFor(target, token))

describe('reencrypt', () => {
  it('moves tokens of the provider, families and handles to the newest keys, and frees the old ones [F-02] [F-06]', async () => {
    const { world: target, rotate, retire, kid, store } = await world()
    const { clientId, tokens } = await connect(target)
    const rotated = (await (await refresh(target, clientId, tokens.refresh_token)).json()) as TokenResponse
    const extra = await extraFor(target, rotated.access_token)
    const handle = await target.sallyport.handles.create(extra, { cart: ['tea'] })
    const old = [kid('vault'), kid('sealing')]
    expect((await target.sallyport.reencrypt()).keysInUse).toEqual([...old].sort())

    const fresh = await rotate('vault', 'sealing')
    const progress: number[] = []
    const result = await target.sallyport.reencrypt({ onProgress: ({ seen }) => progress.push(seen) })
    expect(result).toEqual({ seen: 3, rewritten: 3, failed: 0, keysInUse: [...fresh].sort() })
    expect(progress.at(-1)).toBe(3)
    expect(await target.sallyport.reencrypt()).toMatchObject({ seen: 3, rewritten: 0, failed: 0 })
    expect(target.events.filter((event) => event.kind === 'store.reencrypted')).toHaveLength(3)

    await retire(...old)
    expect(await target.sallyport.handles.get(extra, handle)).toEqual({ cart: ['tea'] })
    expect((await upstreamToken(target, rotated.access_token)).subject).toBeDefined()
    // The answer of the last refresh got lost: its successor opens with the new key.
    const retry = await refresh(target, clientId, tokens.refresh_token)
    expect(retry.status).toBe(200)
    target.runtime.advance(3_700_000)
    expect((await refresh(target, clientId, rotated.refresh_token)).status).toBe(200)
    expect(target.upstream.refreshes).toBe(1)
    expect((await store.records.listByIndex('kind:upstream', undefined, 10)).keys).toHaveLength(1)
  })

  it('refuses what lay under a key that was retired too early, and nothing else [F-02] [F-06]', async () => {
    const { world: target, rotate, retire, kid } = await world()
    const { clientId, tokens } = await connect(target)
    const extra = await extraFor(target, tokens.access_token)
    const handle = await target.sallyport.handles.create(extra, 'x')
    const old = kid('sealing')
    await rotate('sealing')
    await retire(old)
    await expect(target.sallyport.handles.get(extra, handle)).rejects.toMatchObject({ code: 'ERR_STORE' })
    expect(await target.sallyport.reencrypt()).toMatchObject({ failed: 1, rewritten: 0 })
    expect((await refresh(target, clientId, tokens.refresh_token)).status).toBe(200)
  })

  it('counts logins under way, and leaves them for the ten minutes that they live [F-02]', async () => {
    const { world: target, rotate, kid, store, runtime } = await world()
    const old = kid('vault')
    const { clientId, browser } = await connect(target)
    await browser.get(`https://notes.example.com/authorize?client_id=${clientId}`)
    await store.records.putIfAbsent('flow:x', `v1.${old}.AAAA`, {
      expiresAtMs: runtime.nowMs() + 600_000,
      indexes: ['kind:flow'],
    })
    await rotate('vault')
    expect((await target.sallyport.reencrypt()).keysInUse).toContain(old)
    runtime.advance(600_000)
    expect((await target.sallyport.reencrypt()).keysInUse).not.toContain(old)
  })

  it('goes on behind a record that is malformed [F-02]', async () => {
    const { world: target, rotate, store, runtime } = await world()
    await connect(target)
    const options = { expiresAtMs: runtime.nowMs() + 60_000, indexes: ['kind:upstream'] }
    await store.records.putIfAbsent('upstream:aaa', '{"v":1', options)
    await rotate('vault')
    expect(await target.sallyport.reencrypt()).toMatchObject({ seen: 2, rewritten: 1, failed: 1 })
  })

  it('stops when the store does not answer, and is finished by the next call [F-02]', async () => {
    const { world: target, rotate, retire, kid, outage } = await world()
    const people = await Promise.all(['alice', 'bob', 'carol'].map((person) => connect(target, {}, person)))
    const old = kid('vault')
    await rotate('vault')
    outage.afterWrites = 1
    await expect(target.sallyport.reencrypt()).rejects.toMatchObject({ code: 'ERR_STORE' })
    outage.afterWrites = Infinity
    expect(await target.sallyport.reencrypt()).toMatchObject({ rewritten: 2, failed: 0 })
    await retire(old)
    target.runtime.advance(3_700_000)
    for (const { clientId, tokens } of people) {
      expect((await refresh(target, clientId, tokens.refresh_token)).status).toBe(200)
    }
  })

  it('loses nothing to refreshes at the same time, 50 of them, in two processes [F-02]', async () => {
    const { world: target, deploy, rotate, retire, kid } = await world()
    const people = await Promise.all(Array.from({ length: 25 }, (_, index) => connect(target, {}, `p${String(index)}`)))
    const old = kid('vault')
    const [fresh] = await rotate('vault')
    const other = deploy()
    await other.sallyport.ready()
    target.runtime.advance(3_700_000)
    const [first, second, ...answers] = await Promise.all([
      target.sallyport.reencrypt(),
      other.sallyport.reencrypt(),
      ...people.map(({ clientId, tokens }, index) =>
        refresh(index % 2 === 0 ? target : other, clientId, tokens.refresh_token),
      ),
    ])
    expect([first.failed, second.failed]).toEqual([0, 0])
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200))
    expect((await target.sallyport.reencrypt()).keysInUse).toEqual([fresh])
    await retire(old)
    target.runtime.advance(3_700_000)
    const later = await Promise.all(
      answers.map(async (answer, index) => {
        const { refresh_token: token } = (await answer.json()) as TokenResponse
        return errorOf(await refresh(target, people[index]?.clientId ?? '', token))
      }),
    )
    expect(later).toEqual(people.map(() => undefined))
  })

  it('refuses options it does not know, and a deployment without keys [F-02] [F-75]', async () => {
    const misspelt = { onprogress: () => undefined } as object
    await expect((await world()).world.sallyport.reencrypt(misspelt)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    const without = createSallyport({
      resource: 'https://notes.example.com/mcp',
      operations: { default: ['notes:read'] },
      trustedIssuers: [{ issuer: 'https://as.example.com', jwksUri: 'https://as.example.com/jwks' }],
      store: memoryStore(),
    })
    await expect(without.reencrypt()).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    await expect(without.reloadKeys()).resolves.toBeUndefined()
  })
})
