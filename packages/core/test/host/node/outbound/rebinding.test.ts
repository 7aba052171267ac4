import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemRuntime } from '../../../../src/foundation/index.js'
import { guardedFetch, nodeRuntime, pinnedFetch } from '../../../../src/host/node/index.js'
import { createOutbound } from '../../../../src/primitives/outbound/index.js'
import { json, stubServer, text } from '../../../support/stub-server.js'
import { watchForPackets } from './no-packets.js'

/** 127.0.0.2 plays the public address that the name shows first; 127.0.0.1 is what must never be reached. */
const HONEST = '127.0.0.2'
const VICTIM = '127.0.0.1'

async function stage() {
  const honest = await watchForPackets([HONEST])
  const [port = 0] = honest.ports
  const state = { victims: 0 }
  const victim = createServer((socket) => {
    state.victims += 1
    socket.destroy()
  })
  // The same port on both, as an attacker has it.
  await new Promise<void>((resolve, reject) => victim.once('error', reject).listen(port, VICTIM, resolve))
  const close = async () => {
    await honest.close()
    await new Promise((resolve) => victim.close(resolve))
  }
  return { port, url: `http://rebinding.example:${String(port)}/`, honest: honest.seen, state, close }
}

/** Answers in turn, and the last one for ever: a record whose time to live is zero. */
function changing(...answers: readonly (readonly string[])[]) {
  const asked: string[] = []
  const resolve = (name: string) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(name)
    return Promise.resolve(answer)
  }
  return { resolve, asked }
}

describe('a name that changes its mind', () => {
  it('between check and connection leads to what was checked: it is asked once [UR-06] [F-71]', async () => {
    const { port, url, honest, state, close } = await stage()
    const { resolve, asked } = changing([HONEST], [VICTIM])
    const allow = { schemes: ['http'], ports: [port] } as const
    const fetch = guardedFetch({ allow, allowPrivate: [HONEST], connection: { resolve } })

    expect(await (await fetch(url)).text()).toBe('secret')
    expect(asked).toEqual(['rebinding.example'])
    await expect(fetch(url)).rejects.toMatchObject({ reason: 'outbound_address', cause: { message: VICTIM } })

    expect(honest.arrived).toBe(1)
    expect(state.victims).toBe(0)
    await close()
  })

  it.each([
    ['shows an open address and a closed one', [HONEST, VICTIM]],
    ['shows a closed address and an open one', [VICTIM, HONEST]],
    ['hides a closed address among IPv6 ones', [HONEST, '2606:4700::1111', '::1']],
    ['ends in an alias for the inside', ['::ffff:127.0.0.1']],
    ['ends in 6to4', ['2002:7f00:1::']],
  ])('and %s is not asked at all [UR-04] [UR-06]', async (_case, answer) => {
    const { port, url, honest, state, close } = await stage()
    const allow = { schemes: ['http'], ports: [port] } as const
    const { resolve } = changing(answer)
    const fetch = guardedFetch({ allow, allowPrivate: [HONEST], connection: { resolve } })

    await expect(fetch(url)).rejects.toMatchObject({ reason: 'outbound_address' })

    expect({ ...honest, victims: state.victims }).toEqual({ arrived: 0, opened: 0, asked: 0, victims: 0 })
    await close()
  })

  it('never reaches the inside, in fifty requests at once with answers in turn [UR-06]', async () => {
    const { port, url, honest, state, close } = await stage()
    let turn = 0
    const resolve = () => Promise.resolve([turn++ % 2 === 0 ? HONEST : VICTIM])
    const allow = { schemes: ['http'], ports: [port] } as const
    const options = { allow, allowPrivate: [HONEST], maxConcurrent: 50, perOrigin: { burst: 50, intervalMs: 1_000 } }
    const fetch = guardedFetch({ ...options, connection: { resolve } })

    const results = await Promise.allSettled(Array.from({ length: 50 }, async () => (await fetch(url)).text()))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(25)
    expect(honest.arrived).toBe(25)
    expect(state.victims).toBe(0)
    await close()
  })
})

describe('a connection that is open already', () => {
  it('is not used for a request that may not go to its address [UR-06]', async () => {
    const stub = await stubServer()
    stub.on('/', text('hello', {}))
    const url = stub.origin.replace('127.0.0.1', 'kept.example')
    const fetch = pinnedFetch({ resolve: () => Promise.resolve([VICTIM]) })

    expect(await (await fetch(url, { admitsAddress: () => true })).text()).toBe('hello')
    await expect(fetch(url, { admitsAddress: () => false })).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' })
    expect(stub.requests).toHaveLength(1)
  })
})

describe('who wrote a URL decides where it may lead', () => {
  const inside = ['10.11.12.13', '172.16.0.9', '192.168.1.9', '100.64.0.9', 'fd00::9']
  const never = [
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    '169.254.1.1',
    '0.0.0.0',
    'fe80::9',
    '168.63.129.16',
    '198.18.0.9',
  ]
  const judged = async (address: string, options: object) => {
    let admitted: boolean | undefined
    const fetch = ((_url: unknown, init?: { admitsAddress?: (address: string) => boolean }) => {
      admitted = init?.admitsAddress?.(address)
      return Promise.resolve(Response.json({}))
    }) as typeof systemRuntime.fetch
    await createOutbound(options, { ...systemRuntime, fetch }).fetchJson('https://login.corp.example/')
    return admitted
  }

  it.each(inside)('%s: the operator may, strangers may not [UR-02] [UR-04] [UR-15]', async (address) => {
    expect(await judged(address, { urlsFrom: 'configuration' })).toBe(true)
    expect(await judged(address, { urlsFrom: 'strangers' })).toBe(false)
    expect(await judged(address, {})).toBe(false)
  })

  it.each(never)('%s: nobody may [UR-02] [UR-04]', async (address) => {
    expect(await judged(address, { urlsFrom: 'configuration' })).toBe(false)
    expect(await judged(address, {})).toBe(false)
  })

  it('loopback is for development: for every name of the operator, for strangers when the name says so [UR-02]', async () => {
    const unsafelyAllowHttpLoopback = true
    expect(await judged('127.0.0.1', { urlsFrom: 'configuration', unsafelyAllowHttpLoopback })).toBe(true)
    expect(await judged('127.0.0.1', { unsafelyAllowHttpLoopback })).toBe(false)
  })

  it('literal addresses are refused on every host, also where names cannot be pinned [UR-02] [UR-04]', async () => {
    let asked = 0
    const fetch = () => Promise.resolve(Response.json({ asked: ++asked }))
    const strangers = createOutbound({}, { ...systemRuntime, fetch })
    for (const host of [
      '10.0.0.1',
      '169.254.169.254',
      '[::1]',
      '[fd00::1]',
      'localhost',
      'intranet',
      'metadata.google.internal',
    ]) {
      await expect(strangers.fetchJson(`https://${host}/`)).rejects.toMatchObject({ reason: 'outbound_address' })
    }
    expect(asked).toBe(0)
  })

  it('a runtime of its own opens what the rules leave closed [UR-08]', async () => {
    const stub = await stubServer()
    stub.on('/', json({ a: 1 }))
    const resolve = () => Promise.resolve(['127.0.0.1'])
    const runtime = nodeRuntime({ allowPrivate: ['127.0.0.0/8'], resolve })
    const response = await runtime.fetch(stub.origin.replace('127.0.0.1', 'provider.example'))
    expect(await response.json()).toEqual({ a: 1 })
  })
})
