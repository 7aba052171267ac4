import { describe, expect, it } from 'vitest'
import { createSallyport, oidcUpstream, type SallyportOptions } from '../../src/index.js'
import { systemRuntime, type Runtime, type RuntimeFetchInit } from '../../src/foundation/index.js'
import { nodeRuntime } from '../../src/host/node/index.js'
import { memoryStore } from '../../src/store/index.js'
import { facts, options, RESOURCE } from './support.js'

const PROVIDER = 'https://login.corp.example'
const token = [{ alg: 'ES256', typ: 'at+jwt', kid: 'k' }, { iss: PROVIDER, aud: RESOURCE }, 's']
  .map((part) => btoa(typeof part === 'string' ? part : JSON.stringify(part)).replaceAll('=', ''))
  .join('.')

/** Notes for each request where it may go, and answers none. */
function watching() {
  const asked: { url: string; admits: (address: string) => boolean | undefined }[] = []
  const fetch = (input: string | URL | Request, init?: RuntimeFetchInit) => {
    const admits = (address: string) => init?.admitsAddress?.(address)
    asked.push({ url: String(input instanceof URL ? input.href : input), admits })
    return Promise.reject(new TypeError('no network'))
  }
  return { asked, runtime: { ...systemRuntime, fetch } satisfies Runtime }
}

const trusting = (
  issuer: NonNullable<SallyportOptions['trustedIssuers']>[number],
  changes: Partial<SallyportOptions> = {},
) => ({
  resource: RESOURCE,
  operations: { default: ['notes:read'] },
  trustedIssuers: [issuer],
  store: memoryStore(),
  ...changes,
})

const introspection = { endpoint: `${PROVIDER}/introspect`, clientId: 'gate', clientSecret: 'of the gate' }

const configured: readonly (readonly [
  string,
  (runtime: Runtime, changes?: Partial<SallyportOptions>) => Promise<unknown>,
])[] = [
  [
    'keys of a trusted issuer',
    (runtime, changes) =>
      createSallyport(trusting({ issuer: PROVIDER, jwksUri: `${PROVIDER}/jwks` }, changes), runtime)
        .gate()
        .admit(facts({ authorization: `Bearer ${token}` })) as Promise<unknown>,
  ],
  [
    'an introspection endpoint',
    (runtime, changes) =>
      createSallyport(trusting({ issuer: PROVIDER, introspection }, changes), runtime)
        .gate()
        .admit(facts({ authorization: 'Bearer opaque' })) as Promise<unknown>,
  ],
  [
    'metadata of the provider',
    (runtime, { unsafelyAllowHttpLoopback = false } = {}) =>
      oidcUpstream({ issuer: PROVIDER, clientId: 'notes', clientSecret: 'a', unsafelyAllowHttpLoopback })
        .connect(runtime)
        .apiOrigins(),
  ],
]

describe('URLs of the configuration', () => {
  it.each(configured)('may lead into private networks: %s [UR-02] [UR-15] [F-71]', async (_what, ask) => {
    const { asked, runtime } = watching()
    await ask(runtime).catch(() => undefined)
    expect(asked.length).toBeGreaterThan(0)
    for (const { url, admits } of asked) {
      expect(url.startsWith(PROVIDER)).toBe(true)
      for (const open of ['1.1.1.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd00::1']) {
        expect([open, admits(open)]).toEqual([open, true])
      }
      for (const closed of [
        '127.0.0.1',
        '::1',
        '169.254.169.254',
        '0.0.0.0',
        'fd00:ec2::254',
        '168.63.129.16',
        '224.0.0.1',
      ]) {
        expect([closed, admits(closed)]).toEqual([closed, false])
      }
    }
  })

  it.each(configured)('lead to this machine only where that is allowed: %s [UR-03]', async (_what, ask) => {
    const { asked, runtime } = watching()
    await ask(runtime, { unsafelyAllowHttpLoopback: true }).catch(() => undefined)
    expect(asked.map(({ admits }) => admits('127.0.0.1'))).toEqual(asked.map(() => true))
    expect(asked.length).toBeGreaterThan(0)
  })

  it.each(configured)(
    'that lead to metadata services end in the outage that all failures are: %s [UR-04] [UR-10]',
    async (_what, ask) => {
      const runtime = nodeRuntime({ resolve: () => Promise.resolve(['169.254.169.254']) })
      const outcome = await ask(runtime).catch((error: unknown) => error)
      const status = typeof outcome === 'object' && outcome !== null && 'reply' in outcome ? outcome.reply : outcome
      expect(status).toMatchObject(
        outcome instanceof Error ? { error: 'temporarily_unavailable', reason: 'outbound_address' } : { status: 503 },
      )
    },
  )
})

it('is the default on Node, and nothing has to be switched on [UR-01] [UR-06]', async () => {
  const sallyport = createSallyport({
    ...options(),
    trustedIssuers: [{ issuer: PROVIDER, jwksUri: 'https://169.254.169.254/jwks' }],
  })
  const admitted = await sallyport.gate().admit(facts({ authorization: `Bearer ${token}` }))
  expect(admitted).toMatchObject({ allowed: false, reply: { status: 503 } })
  await expect(systemRuntime.fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' })
  await expect(systemRuntime.fetch('http://localhost:1/')).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' })
})
