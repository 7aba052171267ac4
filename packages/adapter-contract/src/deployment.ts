import { createHash } from 'node:crypto'
import { createSallyport, oidcUpstream, type Runtime, type Sallyport } from '@sallyport/core'
import { parseKeySet, type KeySource } from '@sallyport/core/keys'
import type { Store } from '@sallyport/core/store'
import { fakeRuntime } from '@sallyport/core/testing'
import type { DevIdp } from '@sallyport/dev-idp'
import type { Variant } from './types.js'

/** What the hosts believe to be called: configuration, never the port at which they listen. */
export const ORIGIN = 'http://127.0.0.1:3999'
export const AUTHORITY = '127.0.0.1:3999'
export const RESOURCE = `${ORIGIN}/mcp`
export const PUBLIC_ORIGIN = 'https://notes.example.com'
export const MAX_BODY_BYTES = 16_384

export interface ContractRuntime extends Runtime {
  /** Starts a sequence of chance of its own for one exchange, so that what one host draws more shows there only. */
  begin(name: string, advanceMs: number): void
}

/** A clock that moves with the exchanges, and chance that repeats: every host draws the same ids, nonces and codes. */
export function contractRuntime(nowMs: number): ContractRuntime {
  const clock = fakeRuntime({ nowMs, fetch: (input, init) => fetch(input, init) })
  let seed = 'start'
  let drawn = 0
  return {
    ...clock,
    begin(name, advanceMs) {
      clock.advance(advanceMs)
      seed = name
      drawn = 0
    },
    randomBytes(length) {
      const stream = createHash('shake256', { outputLength: length })
      return Uint8Array.from(stream.update(`${seed}/${String(drawn++)}`).digest())
    },
  }
}

export interface DeploymentOptions {
  readonly idp: DevIdp
  /** Text of a key set: the same for all hosts. */
  readonly keys: string
  readonly runtime: Runtime
  readonly store: Store
  readonly variant: Variant
}

const keysFromText = (text: string): KeySource => ({ load: () => parseKeySet(text) })

/** The deployment that every host serves. Limits are wide, for one address sends everything. */
export function createDeployment({ idp, keys, runtime, store, variant }: DeploymentOptions): Sallyport {
  const isPublic = variant === 'public'
  const origin = isPublic ? PUBLIC_ORIGIN : ORIGIN
  const wide = { burst: 10_000, intervalMs: 1_000 }
  return createSallyport(
    {
      resource: `${origin}/mcp`,
      resourceName: 'Notes',
      scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Add notes in your name' },
      operations: {
        default: ['notes:read'],
        'tools/notes_add': ['notes:write'],
        'resources/notes://hidden': ['notes:write'],
        'tools/query': { scope: ['notes:read'], mirrored: { Region: '/region' } },
        'tools/notes_export': { scope: ['notes:read'], cost: 150 },
        'tools/notes_flood': { scope: ['notes:read'], cost: 10_000 },
      },
      authorizationServer: {
        issuer: origin,
        upstream: oidcUpstream({
          issuer: idp.issuer,
          clientId: idp.clientId,
          clientSecret: idp.clientSecret,
          unsafelyAllowHttpLoopback: true,
        }),
        registration: {
          dynamic: true,
          privateUseSchemes: ['vscode'],
        },
      },
      keys: keysFromText(keys),
      store,
      allowedOrigins: ['https://app.example.com'],
      maxBodyBytes: MAX_BODY_BYTES,
      limits: {
        failures: { authorize: wide, callback: wide, gate: wide, register: wide, revoke: wide, token: wide },
        registrations: wide,
        logins: wide,
        clientSecrets: { burst: 4, intervalMs: 60_000 },
      },
      unsafelyAllowHttpLoopback: !isPublic,
      ...(isPublic && { trustProxy: ['127.0.0.1/32'], allowedHosts: ['notes.example.com'] }),
      ...(variant === 'modern' && { minimumRevision: '2026-07-28' }),
    },
    runtime,
  )
}
