import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operationOf } from '../../../src/policy/access/index.js'

const call = (method: string, params?: unknown) => ({ jsonrpc: '2.0', id: 1, method, params })

describe('operationOf', () => {
  it('judges the name in the parameters, whatever else the message says [RS-69]', () => {
    const message = {
      ...call('tools/call', { name: 'dangerous' }),
      'mcp-name': 'harmless',
      headers: { 'mcp-name': 'x' },
    }
    expect(operationOf(message, 'POST').key).toBe('tools/dangerous')
  })

  it('lets the HTTP method name nothing once there is a message [RS-69]', () => {
    expect(operationOf(call('tools/call', { name: 'a' }), 'GET').key).toBe('tools/a')
  })

  it.each([
    ['no parameters', undefined],
    ['no name', {}],
    ['a number', { name: 1 }],
    ['a list', { name: ['a'] }],
    ['null', { name: null }],
    ['a list of parameters', ['a']],
    ['a name that is only inherited', Object.create({ name: 'harmless' }) as object],
  ])('names no tool for %s, so that no tool rule applies [RS-69]', (_case, params) => {
    expect(operationOf(call('tools/call', params), 'POST')).toEqual({
      method: 'tools/call',
      name: undefined,
      key: 'methods/tools/call',
    })
  })

  it.each([
    ['__proto__', 'tools/__proto__'],
    ['constructor', 'tools/constructor'],
    ['', 'tools/'],
    ['a/b', 'tools/a/b'],
    ['../methods/ping', 'tools/../methods/ping'],
    ['notes_add ', 'tools/notes_add '],
  ])('takes the tool name %j literally [RS-69]', (name, key) => {
    expect(operationOf(call('tools/call', { name }), 'POST').key).toBe(key)
  })

  it.each([
    ['NOTES://secret', 'resources/notes://secret'],
    ['https://H.example:443/x/../secret', 'resources/https://h.example/secret'],
    ['https://h.example/x/%2e%2e/secret', 'resources/https://h.example/secret'],
    [' file:///a\n ', 'resources/file:///a'],
    ['not a uri', 'resources/not a uri'],
  ])('judges the resource %j by the address that the server will look up [RS-69]', (uri, key) => {
    expect(operationOf(call('resources/read', { uri }), 'POST')).toEqual({ method: 'resources/read', name: uri, key })
  })

  it.each([
    ['prompts/get', { name: 'p' }, 'prompts/p'],
    ['resources/read', { uri: 'file:///a' }, 'resources/file:///a'],
    ['resources/subscribe', { uri: 'x:1' }, 'resources/x:1'],
    ['resources/unsubscribe', { uri: 'x:1' }, 'resources/x:1'],
    ['resources/read', { name: 'x' }, 'methods/resources/read'],
    ['tools/list', { name: 'x' }, 'methods/tools/list'],
    ['initialize', {}, 'methods/initialize'],
    ['ping', undefined, 'methods/ping'],
    ['notifications/initialized', undefined, 'methods/notifications/initialized'],
    ['TOOLS/CALL', { name: 'x' }, 'methods/TOOLS/CALL'],
  ])('gives %s with %j the key %s', (method, params, key) => {
    expect(operationOf(call(method, params), 'POST').key).toBe(key)
  })

  it.each([
    ['GET', 'methods/get'],
    ['DELETE', 'methods/delete'],
  ])('names %s without a message by its HTTP method', (httpMethod, key) => {
    expect(operationOf(undefined, httpMethod)).toEqual({ method: httpMethod.toLowerCase(), name: undefined, key })
  })

  it.each([[{ jsonrpc: '2.0', id: 1, result: {} }], [null], [[]], ['text'], [{ method: 1 }]])(
    'names a body without a method, %j, an answer',
    (message) => {
      expect(operationOf(message, 'POST').key).toBe('methods/response')
    },
  )

  it('finds an operation in any JSON, with a key of its four kinds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        /^(?:tools|prompts|resources|methods)\//.test(operationOf(value, 'POST').key),
      ),
    )
  })
})
