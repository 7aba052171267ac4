import { describe, expect, it } from 'vitest'
import { authorizationServerMetadataUrls, createMetadataPaths } from '../../../src/policy/metadata/index.js'

const RESOURCE = '/.well-known/oauth-protected-resource'
const one = ['https://h.example/mcp']
const two = ['https://h.example/mcp', 'https://h.example/admin']

describe('createMetadataPaths', () => {
  it.each([
    ['a path below the resource', '/mcp/.well-known/oauth-protected-resource'],
    ['another resource', `${RESOURCE}/mcp2`],
    ['a path below the document', `${RESOURCE}/mcp/x`],
    ['a trailing slash', `${RESOURCE}/mcp/`],
    ['another case', `${RESOURCE}/MCP`],
    ['an encoded path', `${RESOURCE}/%6dcp`],
    ['a doubled slash', `${RESOURCE}//mcp`],
    ['dot segments', `${RESOURCE}/x/../mcp`],
    ['the name of an object member', '__proto__'],
    ['a whole URL', `https://h.example${RESOURCE}/mcp`],
    ['nothing', ''],
  ])('finds no document at %s [RS-03]', (_case, target) => {
    expect(createMetadataPaths({ resources: one, issuer: 'https://h.example' })(target)).toBeUndefined()
  })

  it('has no document at the root when there are several resources, for it could name only one [RS-03]', () => {
    const find = createMetadataPaths({ resources: two })
    expect(find(RESOURCE)).toBeUndefined()
    expect(find(`${RESOURCE}/admin`)).toEqual({ kind: 'protected-resource', resource: two[1] })
  })

  it('has no document at the root when that is switched off [RS-03]', () => {
    expect(createMetadataPaths({ resources: one, atRoot: false })(RESOURCE)).toBeUndefined()
  })

  it('finds no authorization server where there is none [AS-02]', () => {
    const find = createMetadataPaths({ resources: one })
    expect(find('/.well-known/oauth-authorization-server')).toBeUndefined()
    expect(find('/.well-known/openid-configuration')).toBeUndefined()
  })

  it('asks for the query that belongs to the identifier and ignores any other [RS-05]', () => {
    const find = createMetadataPaths({ resources: ['https://h.example/mcp?t=1'], atRoot: false })
    expect(find(`${RESOURCE}/mcp`)).toBeUndefined()
    expect(find(`${RESOURCE}/mcp?t=2`)).toBeUndefined()
    expect(find(`${RESOURCE}/mcp?t=1`)).toMatchObject({ resource: 'https://h.example/mcp?t=1' })
    expect(createMetadataPaths({ resources: one })(`${RESOURCE}/mcp?x=1`)).toMatchObject({ resource: one[0] })
  })

  it('serves a single resource at its own path and at the root, under one name [RS-04]', () => {
    const find = createMetadataPaths({ resources: one })
    expect(find(`${RESOURCE}/mcp`)).toEqual({ kind: 'protected-resource', resource: 'https://h.example/mcp' })
    expect(find(RESOURCE)).toEqual(find(`${RESOURCE}/mcp`))
  })

  it('gives a resource at the origin its own root document, next to others', () => {
    const find = createMetadataPaths({ resources: ['https://h.example/mcp', 'https://h.example'] })
    expect(find(RESOURCE)).toMatchObject({ resource: 'https://h.example' })
  })

  it('finds the authorization server at every address clients try, and at no other [AS-02]', () => {
    const find = createMetadataPaths({ resources: one, issuer: 'https://h.example/t1' })
    for (const url of authorizationServerMetadataUrls('https://h.example/t1')) {
      expect(find(new URL(url).pathname)).toEqual({ kind: 'authorization-server' })
    }
    expect(find('/.well-known/oauth-authorization-server')).toBeUndefined()
    expect(find('/t1/.well-known/oauth-authorization-server')).toBeUndefined()
  })
})

describe('authorizationServerMetadataUrls', () => {
  it('lists two addresses for an issuer without a path [AS-02]', () => {
    expect(authorizationServerMetadataUrls('https://as.example')).toEqual([
      'https://as.example/.well-known/oauth-authorization-server',
      'https://as.example/.well-known/openid-configuration',
    ])
  })

  it('lists three for an issuer with a path, inserted before appended [AS-02] [AS-03]', () => {
    expect(authorizationServerMetadataUrls('https://as.example/t1')).toEqual([
      'https://as.example/.well-known/oauth-authorization-server/t1',
      'https://as.example/.well-known/openid-configuration/t1',
      'https://as.example/t1/.well-known/openid-configuration',
    ])
  })

  it('drops the slash that ends the path of a foreign issuer [AS-02]', () => {
    expect(authorizationServerMetadataUrls('https://as.example/t1/')[0]).toBe(
      'https://as.example/.well-known/oauth-authorization-server/t1',
    )
  })
})
