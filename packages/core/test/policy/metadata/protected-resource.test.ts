import { describe, expect, it } from 'vitest'
import { protectedResourceMetadata, protectedResourceMetadataUrl } from '../../../src/policy/metadata/index.js'

const minimal = { resource: 'https://h.example/mcp', authorizationServers: ['https://as.example'] }

describe('protectedResourceMetadata', () => {
  it('refuses a resource without an authorization server [RS-02]', () => {
    expect(() => protectedResourceMetadata({ ...minimal, authorizationServers: [] })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', problem: expect.stringContaining(minimal.resource) as string }),
    )
  })

  it('does not list offline_access [RS-09] [AS-60]', () => {
    const document = protectedResourceMetadata({ ...minimal, scopes: ['offline_access', 'b', 'a'] })
    expect(document.scopes_supported).toEqual(['a', 'b'])
    expect(protectedResourceMetadata({ ...minimal, scopes: ['offline_access'] })).not.toHaveProperty('scopes_supported')
  })

  it('lists the scopes it is given and no others [RS-10]', () => {
    expect(protectedResourceMetadata(minimal)).not.toHaveProperty('scopes_supported')
    expect(protectedResourceMetadata({ ...minimal, scopes: ['base'] }).scopes_supported).toEqual(['base'])
  })

  it.each([
    ['https://h.example/mcp'],
    ['https://h.example'],
    ['https://h.example:8443/a/mcp'],
    ['https://h.example/mcp?t=1'],
  ])('publishes %s character by character [RS-03] [RS-07]', (resource) => {
    expect(protectedResourceMetadata({ ...minimal, resource }).resource).toBe(resource)
  })

  it('is complete with what a resource and its servers are called [RS-01] [RS-02] [RS-11]', () => {
    expect(protectedResourceMetadata(minimal)).toEqual({
      resource: 'https://h.example/mcp',
      authorization_servers: ['https://as.example'],
      bearer_methods_supported: ['header'],
    })
  })

  it('keeps foreign issuers byte for byte and carries the texts for people [RS-01]', () => {
    const document = protectedResourceMetadata({
      ...minimal,
      authorizationServers: ['https://tenant.auth0.com/', 'https://AS.example'],
      name: 'Notes',
      documentation: 'https://h.example/docs',
    })
    expect(document).toMatchObject({
      authorization_servers: ['https://tenant.auth0.com/', 'https://AS.example'],
      resource_name: 'Notes',
      resource_documentation: 'https://h.example/docs',
    })
  })
})

describe('protectedResourceMetadataUrl', () => {
  it.each([
    ['https://h.example', 'https://h.example/.well-known/oauth-protected-resource'],
    ['https://h.example/', 'https://h.example/.well-known/oauth-protected-resource'],
    ['https://h.example/mcp', 'https://h.example/.well-known/oauth-protected-resource/mcp'],
    ['https://h.example/a/b', 'https://h.example/.well-known/oauth-protected-resource/a/b'],
    ['https://h.example/mcp/', 'https://h.example/.well-known/oauth-protected-resource/mcp/'],
    ['https://h.example:8443/a/mcp', 'https://h.example:8443/.well-known/oauth-protected-resource/a/mcp'],
    ['https://h.example/mcp?t=1', 'https://h.example/.well-known/oauth-protected-resource/mcp?t=1'],
    ['https://h.example/?t=1', 'https://h.example/.well-known/oauth-protected-resource?t=1'],
    ['https://h.example/%6Dcp', 'https://h.example/.well-known/oauth-protected-resource/%6Dcp'],
    ['http://[::1]:3000/mcp', 'http://[::1]:3000/.well-known/oauth-protected-resource/mcp'],
  ])('puts the suffix of %s between host and path [RS-05] [RS-04]', (resource, url) => {
    expect(protectedResourceMetadataUrl(resource)).toBe(url)
  })

  it('refuses what has no host', () => {
    expect(() => protectedResourceMetadataUrl('/mcp')).toThrow(TypeError)
  })
})
