import { randomBase64Url, systemRuntime } from '../../../src/foundation/index.js'
import type { UpstreamLogin } from '../../../src/compositions/upstream/index.js'

export const CALLBACK = 'http://127.0.0.1:9/callback'

export function newLogin(): UpstreamLogin {
  return {
    redirectUri: CALLBACK,
    state: randomBase64Url(64, systemRuntime),
    nonce: randomBase64Url(64, systemRuntime),
    codeVerifier: randomBase64Url(64, systemRuntime),
  }
}

export const queryOf = (url: string): URLSearchParams => new URL(url).searchParams
