import { generateKeyPair, randomBytes, type JsonWebKey } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Payload } from 'oidc-provider/lib/provider.js'

/** What `oidc-provider` keeps: sessions, grants, codes, tokens. */
export interface ProviderRecord {
  readonly payload: Payload
  /** Milliseconds since the epoch; absent when it never expires. */
  readonly expiresAtMs?: number
}

interface Secrets {
  readonly clientSecret: string
  readonly cookieKey: string
  readonly signingKey: JsonWebKey
}

/** Everything that tokens, sessions and logins under way depend on. */
export interface State extends Secrets {
  /** By `<model>:<id>`, oldest first. */
  readonly records: Map<string, ProviderRecord>
  /** Keeps the records as they are now. What has expired goes. */
  save(): void
}

interface Stored extends Secrets {
  readonly version: 1
  readonly records: readonly (readonly [string, ProviderRecord])[]
}

/** A development provider that somebody leaves running for months must not grow for ever. */
const MAX_RECORDS = 1_000

/** Reads the state from the file, or makes a new one; without a file it lives in memory. */
export async function openState(file: string | undefined): Promise<State> {
  const stored = file === undefined ? undefined : readState(file)
  const { clientSecret, cookieKey, signingKey } = stored ?? (await newSecrets())
  const records = new Map(stored?.records)
  const save = (): void => {
    dropOld(records)
    if (file !== undefined) writeState(file, { version: 1, clientSecret, cookieKey, signingKey, records: [...records] })
  }
  save()
  return { clientSecret, cookieKey, signingKey, records, save }
}

function dropOld(records: State['records']): void {
  const nowMs = Date.now()
  for (const [key, { expiresAtMs = Infinity }] of records) if (expiresAtMs <= nowMs) records.delete(key)
  for (const key of records.keys()) {
    if (records.size <= MAX_RECORDS) return
    records.delete(key)
  }
}

function readState(file: string): Stored | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const stored = parse(text)
  if (stored === undefined) throw new TypeError(`stateFile: ${file} was not written by this version. Delete it.`)
  return stored
}

function parse(text: string): Stored | undefined {
  try {
    const stored = JSON.parse(text) as Partial<Stored> | null
    return stored?.version === 1 ? (stored as Stored) : undefined
  } catch {
    return undefined
  }
}

/** Renamed into place: whenever the process is killed, the file holds the state before or after, whole. */
function writeState(file: string, stored: Stored): void {
  const draft = `${file}.new`
  writeFileSync(draft, JSON.stringify(stored), { mode: 0o600 })
  renameSync(draft, file)
}

async function newSecrets(): Promise<Secrets> {
  // RSA, because that is what the large providers sign with.
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const kid = randomBytes(8).toString('hex')
  return {
    clientSecret: randomBytes(32).toString('base64url'),
    cookieKey: randomBytes(32).toString('base64url'),
    signingKey: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' },
  }
}
