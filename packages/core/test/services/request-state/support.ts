import { expect } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import type { SecretKey } from '../../../src/primitives/keys/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { memoryStore } from '../../../src/store/index.js'
import {
  createRequestState,
  type RequestStateOptions,
  type StateCall,
} from '../../../src/services/request-state/index.js'

export const newKey = (kid: string): SecretKey => ({ kid, secret: crypto.getRandomValues(new Uint8Array(32)) })

export const ALICE = {
  issuer: 'https://notes.example.com',
  subject: 'qL8R4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc',
  clientId: 'c_1',
  resource: 'https://notes.example.com/mcp',
}

/** `tools/call deploy {"env":"test"}` of Alice. */
export const CALL: StateCall = {
  principal: ALICE,
  method: 'tools/call',
  params: { name: 'deploy', arguments: { env: 'test', replicas: 2 } },
}

/** @param remembers states that were used, in a memory store */
export function setUp(options: Partial<RequestStateOptions> = {}, remembers = false) {
  const runtime = fakeRuntime()
  const once = remembers ? { once: memoryStore({}, runtime).records } : {}
  const events: AuditInput[] = []
  const keys = options.keys ?? [newKey('s1')]
  const state = createRequestState({ ...options, ...once, keys }, { record: (event) => events.push(event) }, runtime)
  /** Refused with the one public error, and this reason in the audit log only. */
  async function expectRefusal(attempt: Promise<unknown>, reason: string): Promise<void> {
    await expect(attempt).rejects.toMatchObject({
      code: -32602,
      message: 'Invalid or expired requestState',
      data: undefined,
    })
    expect(events.at(-1)).toMatchObject({ kind: 'state.refused', outcome: 'refused', reason })
  }
  return { runtime, events, keys, state, expectRefusal }
}
