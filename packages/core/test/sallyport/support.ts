import { createSallyport, oidcUpstream, type SallyportOptions } from '../../src/index.js'
import { developmentKeys } from '../../src/primitives/keys/index.js'
import { memoryStore } from '../../src/store/index.js'
import type { RequestFacts } from '../../src/policy/transport/index.js'

export const ORIGIN = 'https://notes.example.com'
export const RESOURCE = `${ORIGIN}/mcp`

export const authorizationServer = () => ({
  issuer: ORIGIN,
  upstream: oidcUpstream({ issuer: 'https://login.example.com', clientId: 'notes', clientSecret: 'not-used-here' }),
})

/** The shortest correct configuration; no request leaves for the provider before somebody logs in. */
export function options(changes: Partial<SallyportOptions> = {}): SallyportOptions {
  return {
    resource: RESOURCE,
    operations: { default: ['notes:read'] },
    authorizationServer: authorizationServer(),
    keys: developmentKeys(),
    store: memoryStore(),
    ...changes,
  }
}

export const sallyportWith = (changes: Partial<SallyportOptions> = {}) => createSallyport(options(changes))

/** A POST with these headers, as an adapter describes it. */
export function facts(headers: Readonly<Record<string, string>> = {}, target = '/mcp'): RequestFacts {
  const lines = new Map(Object.entries({ 'content-type': 'application/json', host: 'notes.example.com', ...headers }))
  return {
    method: 'POST',
    target,
    remoteAddress: '192.0.2.7',
    headerLines: (name) => {
      const value = lines.get(name)
      return value === undefined ? [] : [value]
    },
  }
}
