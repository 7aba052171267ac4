import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import {
  createBrowserSessions,
  type BrowserSessions,
  type BrowserSessionsOptions,
  type SignedInPerson,
} from '../../../src/services/browser-sessions/index.js'
import { memoryStore, type Store } from '../../../src/store/index.js'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const ALICE: SignedInPerson = {
  subject: 'qL8R4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc',
  userIssuer: 'https://login.example',
  displayName: 'alice@corp.example',
}
export const BOB: SignedInPerson = { ...ALICE, subject: `b0b${ALICE.subject.slice(3)}`, displayName: undefined }

const sealer = (purpose: string, fill: number) =>
  createSealer([{ kid: 'k1', secret: new Uint8Array(32).fill(fill) }], purpose)

export interface SessionWorld {
  readonly runtime: FakeRuntime
  readonly store: Store
  readonly sessions: BrowserSessions
  /** Another process on the same store, or another server with other options. */
  another(options?: Partial<BrowserSessionsOptions>): BrowserSessions
  /** Keys of all sessions in the store. */
  keys(): Promise<readonly string[]>
}

export function sessionWorld(options: Partial<BrowserSessionsOptions> = {}): SessionWorld {
  const runtime = fakeRuntime()
  const store = memoryStore({}, runtime)
  const another = (changed: Partial<BrowserSessionsOptions> = {}): BrowserSessions =>
    createBrowserSessions(
      {
        issuer: 'https://notes.example',
        records: store.records,
        cookieSealer: sealer('cookies', 1),
        formSealer: sealer('forms', 2),
        ...options,
        ...changed,
      },
      runtime,
    )
  const keys = async () => (await store.records.listByIndex('kind:browser', undefined, 100)).keys
  return { runtime, store, sessions: another(), another, keys }
}

/** The `Cookie` header of a browser that got this `Set-Cookie` line. */
export const cookieOf = (setCookie: string): string => setCookie.split(';')[0] ?? ''
