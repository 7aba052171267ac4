import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../src/policy/transport/index.js'

const request = { jsonrpc: '2.0', id: 1, method: 'tools/call' }

describe('parseMessage', () => {
  it.each([
    ['one message in a list', [request]],
    ['two messages', [request, request]],
    ['an empty list', []],
    ['a list of lists', [[request]]],
  ])('refuses a batch: %s [ST-08]', (_case, body) => {
    expect(parseMessage(body)).toEqual({ ok: false, status: 400, code: -32600, id: undefined, reason: 'batch' })
  })

  it.each([
    ['null', null, 'not_a_message'],
    ['a text', 'ping', 'not_a_message'],
    ['a number', 1, 'not_a_message'],
    ['nothing', undefined, 'not_a_message'],
    ['an empty object', {}, 'version'],
    ['no version', { id: 1, method: 'ping' }, 'version'],
    ['version 1.0', { ...request, jsonrpc: '1.0' }, 'version'],
    ['the version as a number', { ...request, jsonrpc: 2 }, 'version'],
    ['only a version', { jsonrpc: '2.0', id: 1 }, 'not_a_message'],
    [
      'an inherited method',
      Object.assign(Object.create({ method: 'ping' }) as object, { jsonrpc: '2.0', id: 1 }),
      'not_a_message',
    ],
    ['an empty method', { ...request, method: '' }, 'method'],
    ['a method that is no text', { ...request, method: ['ping'] }, 'method'],
    ['a method null', { ...request, method: null }, 'method'],
    ['parameters in a list', { ...request, params: [1] }, 'params'],
    ['parameters null', { ...request, params: null }, 'params'],
    ['parameters as a text', { ...request, params: 'x' }, 'params'],
    ['a call that is a result as well', { ...request, result: {} }, 'answer'],
    ['a call that is an error as well', { ...request, error: {} }, 'answer'],
    ['result and error', { jsonrpc: '2.0', id: 1, result: {}, error: {} }, 'answer'],
    ['a result that is no object', { jsonrpc: '2.0', id: 1, result: 1 }, 'answer'],
    ['an error that is no object', { jsonrpc: '2.0', id: 1, error: 'x' }, 'answer'],
    ['a result without an id', { jsonrpc: '2.0', result: {} }, 'id'],
  ])('refuses %s with 400 and -32600 [ST-08] [RS-30]', (_case, body, reason) => {
    expect(parseMessage(body)).toMatchObject({ ok: false, status: 400, code: -32600, reason })
  })

  it.each([
    ['null', null],
    ['an object', {}],
    ['a list', [1]],
    ['a broken number', 1.5],
    ['a number that would change when echoed', 2 ** 53],
    ['an overflow', Number.POSITIVE_INFINITY],
    ['true', true],
  ])('refuses the id %s, in calls and answers [ST-12]', (_case, id) => {
    expect(parseMessage({ ...request, id })).toMatchObject({ ok: false, reason: 'id', id: undefined })
    expect(parseMessage({ jsonrpc: '2.0', id, result: {} })).toMatchObject({ ok: false, reason: 'id' })
    expect(parseMessage({ jsonrpc: '2.0', id, error: {} })).toMatchObject({ ok: false, reason: 'id' })
  })

  it('echoes an id that could be read in the refusal [ST-12]', () => {
    expect(parseMessage({ ...request, id: 'a', params: [] })).toMatchObject({ ok: false, id: 'a' })
    expect(parseMessage({ id: 7, method: 'ping' })).toMatchObject({ ok: false, id: 7 })
  })

  it.each([
    ['a request', request, { kind: 'request', id: 1, method: 'tools/call' }],
    ['a request with an empty id', { ...request, id: '' }, { kind: 'request', id: '', method: 'tools/call' }],
    ['a request with a negative id', { ...request, id: -1 }, { kind: 'request', id: -1, method: 'tools/call' }],
    ['a notification', { jsonrpc: '2.0', method: 'a' }, { kind: 'notification', method: 'a' }],
    ['a result', { jsonrpc: '2.0', id: 1, result: {} }, { kind: 'response', id: 1 }],
    ['an error', { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'x' } }, { kind: 'response', id: 1 }],
    ['an error without an id', { jsonrpc: '2.0', error: {} }, { kind: 'response', id: undefined }],
  ])('reads %s [ST-08] [ST-12]', (_case, body, message) => {
    expect(parseMessage(body)).toEqual({ ok: true, message })
  })

  it('never throws and never finds a method that the body does not own', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const result = parseMessage(body)
        expect(result.ok && result.message.kind !== 'response').toBe(false)
      }),
    )
  })
})
