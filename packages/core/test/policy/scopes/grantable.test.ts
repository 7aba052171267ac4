import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grantableScopes } from '../../../src/policy/scopes/index.js'

describe('grantableScopes', () => {
  it('never grants what was not asked for or is not configured [AS-39] [F-04]', () => {
    const name = fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'offline_access')
    const scopes = fc.array(name)
    fc.assert(
      fc.property(scopes, scopes, (requested, configured) => {
        const { scopes: granted, refused, offline } = grantableScopes(requested, configured)
        for (const scope of granted) expect(requested.includes(scope) && configured.includes(scope)).toBe(true)
        for (const scope of requested) {
          expect(scope === 'offline_access' ? offline : granted.includes(scope) || refused.includes(scope)).toBe(true)
        }
        expect(granted).not.toContain('offline_access')
      }),
    )
  })

  it('names what it left out, so that the answer can say so [AS-39]', () => {
    expect(grantableScopes(['write', 'erase', 'read'], ['read', 'write'])).toEqual({
      scopes: ['read', 'write'],
      offline: false,
      refused: ['erase'],
    })
  })

  it('grants nothing when nothing asked for is known: the caller answers invalid_scope [AS-39]', () => {
    expect(grantableScopes(['erase'], ['read'])).toEqual({ scopes: [], offline: false, refused: ['erase'] })
  })

  it('tells another case from the configured scope [RS-68]', () => {
    expect(grantableScopes(['Read'], ['read']).scopes).toEqual([])
  })

  it('keeps offline_access apart from permissions, even when it is configured as one [RS-09] [AS-60] [F-04]', () => {
    expect(grantableScopes(['offline_access', 'read'], ['read', 'offline_access'])).toEqual({
      scopes: ['read'],
      offline: true,
      refused: [],
    })
  })
})
