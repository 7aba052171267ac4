import { canonicalJson, sha256Base64Url } from '../../foundation/index.js'
import type { UpstreamIdentity } from '../upstream/index.js'
import type { Server } from './server.js'

/** Our `sub`: the pair that names a person, and nothing that a person or client could choose (PX-31). */
export async function subjectOf(server: Server, identity: UpstreamIdentity): Promise<string> {
  return sha256Base64Url(canonicalJson([identity.issuer, identity.subject]), server.runtime)
}
