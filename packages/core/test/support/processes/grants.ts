import type { AuditInput } from '../../../src/audit/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { createGrants, type Grants } from '../../../src/services/grants/index.js'
import type { Store } from '../../../src/store/index.js'

const key = (kid: string, fill: number) => ({ kid, secret: new Uint8Array(32).fill(fill) })

/** Client, redirect and challenge of every grant of these tests. */
export const CLIENT = 'c_one'
export const REDIRECT = 'https://client.example/cb'
/** RFC 7636 appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

/** The register of grants as each process of one deployment opens it. */
export function openGrants(store: Store): { grants: Grants; events: readonly AuditInput[] } {
  const events: AuditInput[] = []
  const grants = createGrants(
    {
      records: store.records,
      revocations: createRevocations({ log: store.revocations }),
      refreshKeys: [key('r', 1)],
      sealer: createSealer([key('v', 2)], 'refresh-successor'),
      accessTokenLifetimeMs: 3_600_000,
    },
    { record: (event) => void events.push(event) },
  )
  return { grants, events }
}
