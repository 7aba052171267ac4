import { describe, expect, it } from 'vitest'
import {
  createRevisionCheck,
  parseMessage,
  REVISIONS,
  type Revision,
  type RevisionVerdict,
} from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'
import { envelope, headersOf, modern } from './modern.js'

const request = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
const answer = { jsonrpc: '2.0', id: 1, result: {} }
const initialize = (protocolVersion?: unknown) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'c', version: '1' } },
})

/** The verdict on a body; `undefined` for a request without one. */
function check(body: unknown, version?: string, minimumRevision?: Revision): RevisionVerdict {
  const parsed = body === undefined ? undefined : parseMessage(body)
  if (parsed?.ok === false) throw new Error(`no message: ${parsed.reason}`)
  const headers = version === undefined ? {} : { 'mcp-protocol-version': version }
  return createRevisionCheck({ minimumRevision })(facts(headers), parsed?.message, body)
}

const legacy = (revision: Revision) => ({ ok: true, era: 'legacy', revision })
const unsupported = (requested: string | undefined, supported: readonly string[] = REVISIONS) => ({
  ok: false,
  status: 400,
  reason: 'version_unsupported',
  error: {
    code: -32022,
    message: 'Unsupported protocol version',
    data: { supported, ...(requested === undefined ? {} : { requested }) },
  },
})
const missing = {
  ok: false,
  status: 400,
  reason: 'version_missing',
  error: { code: -32020, message: 'Header mismatch: MCP-Protocol-Version' },
}

describe('a legacy request', () => {
  it.each(['2025-03-26', '2025-06-18', '2025-11-25'] as const)('is served as %s says [ST-13]', (version) => {
    for (const body of [request, answer, { jsonrpc: '2.0', method: 'notifications/initialized' }, undefined]) {
      expect(check(body, version)).toEqual(legacy(version))
      expect(check(body, ` ${version}\t`)).toEqual(legacy(version))
    }
  })

  it.each([
    '1900-01-01',
    '2024-11-05',
    '2026-07-29',
    '2026-7-28',
    '2025-11-25,2025-06-18',
    'latest',
    '',
    'constructor',
  ])('is refused with the version %j, and told which are served [ST-13] [ST-45]', (version) => {
    for (const body of [request, answer, initialize('2025-11-25'), undefined]) {
      const isLater = version === '2026-07-29' && body === answer
      expect(check(body, version)).toMatchObject(isLater ? { ok: false, status: 400 } : unsupported(version))
    }
  })

  it('without a version is taken for 2025-03-26 while that is served [ST-14]', () => {
    for (const body of [request, answer, undefined]) {
      expect(check(body)).toEqual(legacy('2025-03-26'))
      for (const minimum of ['2025-06-18', '2025-11-25', '2026-07-28'] as const) {
        if (body === answer && minimum === '2026-07-28') continue
        expect(check(body, undefined, minimum)).toEqual(missing)
      }
    }
  })

  it('below the minimum is refused, at it served [ST-14]', () => {
    const served = ['2026-07-28', '2025-11-25']
    expect(check(request, '2025-06-18', '2025-11-25')).toEqual(unsupported('2025-06-18', served))
    expect(check(request, '2025-03-26', '2025-11-25')).toEqual(unsupported('2025-03-26', served))
    expect(check(request, '2025-11-25', '2025-11-25')).toEqual(legacy('2025-11-25'))
  })

  it('with the version twice is refused [ST-13]', () => {
    const twice = facts({ 'mcp-protocol-version': ['2025-06-18', '2025-06-18'] })
    expect(createRevisionCheck()(twice, undefined, undefined)).toMatchObject({ ok: false, reason: 'header_repeated' })
  })

  it('may have a `_meta` of its own [ST-67]', () => {
    const withMeta = { ...request, params: { _meta: { progressToken: 1, 'example.com/x': '2026-07-28' } } }
    expect(check(withMeta, '2025-06-18')).toEqual(legacy('2025-06-18'))
    for (const _meta of ['text', null, 7, []]) {
      expect(check({ ...request, params: { _meta } }, '2025-06-18')).toEqual(legacy('2025-06-18'))
    }
  })
})

describe('initialize', () => {
  it('is of the revision that it asks for, with or without a header [ST-67]', () => {
    expect(check(initialize('2025-06-18'))).toEqual(legacy('2025-06-18'))
    expect(check(initialize('2025-06-18'), '2025-11-25')).toEqual(legacy('2025-06-18'))
    expect(check(initialize('2025-06-18'), undefined, '2025-06-18')).toEqual(legacy('2025-06-18'))
  })

  it.each(['2025-12-31', '2026-07-28', '2099-01-01', 'x', undefined])(
    'that asks for %j is left to the server, which names an older one [ST-67]',
    (version) => {
      expect(check(initialize(version), undefined, '2025-11-25')).toEqual(legacy('2025-11-25'))
    },
  )

  it('that asks for less than the minimum is told which are served [ST-68]', () => {
    expect(check(initialize('2024-11-05'))).toEqual(unsupported('2024-11-05'))
    expect(check(initialize('2025-06-18'), undefined, '2025-11-25')).toEqual(
      unsupported('2025-06-18', ['2026-07-28', '2025-11-25']),
    )
  })

  it.each([undefined, '2025-06-18', '2025-11-25', '2026-07-28', 'x'])(
    'is refused where only 2026-07-28 is served, header %j, and told so [ST-68]',
    (version) => {
      expect(check(initialize('2025-11-25'), version, '2026-07-28')).toEqual(unsupported('2025-11-25', ['2026-07-28']))
      expect(check(initialize(7), version, '2026-07-28')).toEqual(unsupported(undefined, ['2026-07-28']))
    },
  )

  it('does not send a long text back in full [ST-68]', () => {
    expect(check(initialize('x'.repeat(10_000)), undefined, '2026-07-28')).toEqual(
      unsupported('x'.repeat(64), ['2026-07-28']),
    )
  })

  it('with a modern header is neither one nor the other [ST-44] [ST-67]', () => {
    expect(check(initialize('2025-11-25'), '2026-07-28')).toMatchObject({ ok: false, error: { code: -32020 } })
  })
})

describe('an answer of the client', () => {
  it.each(['2026-07-28', '2026-12-31'])('is refused when it calls itself %s [ST-09]', (version) => {
    const refusal = { ok: false, status: 400, reason: 'answer_in_modern_era', error: { code: -32600 } }
    expect(check(answer, version)).toMatchObject(refusal)
    expect(check({ jsonrpc: '2.0', id: 1, error: { code: 1, message: '' } }, version)).toMatchObject(refusal)
  })

  it.each([undefined, '2025-11-25', '2026-07-28'])(
    'is refused where only 2026-07-28 is served, header %j [ST-09]',
    (version) => {
      expect(check(answer, version, '2026-07-28')).toMatchObject({ ok: false, error: { code: -32600 } })
    },
  )
})

describe('a modern request', () => {
  it('is served whatever the minimum is [ST-67]', () => {
    for (const minimumRevision of REVISIONS) {
      const body = modern('tools/list')
      const parsed = parseMessage(body)
      if (!parsed.ok) throw new Error('no message')
      expect(createRevisionCheck({ minimumRevision })(facts(headersOf('tools/list')), parsed.message, body)).toEqual({
        ok: true,
        era: 'modern',
        revision: '2026-07-28',
      })
    }
  })

  it.each(['2026-07-29', '2099-01-01', '1900-01-01', 'x'])(
    'of %s is told in which it can be repeated [ST-45]',
    (version) => {
      const body = { ...request, params: { _meta: envelope(version) } }
      expect(check(body, version)).toEqual(unsupported(version, ['2026-07-28']))
      expect(check(body, version, '2026-07-28')).toEqual(unsupported(version, ['2026-07-28']))
    },
  )

  it('of an older revision in both places is told where the field belongs [ST-45] [ST-67]', () => {
    const body = { ...request, params: { _meta: envelope('2025-11-25') } }
    expect(check(body, '2025-11-25')).toEqual(unsupported('2025-11-25', ['2026-07-28']))
  })

  it('of a version that header and body name differently is a mismatch first [ST-44] [ST-45]', () => {
    const mismatch = { ok: false, reason: 'version_mismatch', error: { code: -32020 } }
    const later = { ...request, params: { _meta: envelope('2099-01-01') } }
    expect(check(later, '2026-07-28')).toMatchObject(mismatch)
    expect(check({ ...request, params: { _meta: envelope() } }, '2099-01-01')).toMatchObject(mismatch)
    expect(check({ ...request, params: { _meta: envelope() } }, '2025-06-18')).toMatchObject(mismatch)
  })

  it('without a header is refused, request or notification [ST-44]', () => {
    expect(check({ ...request, params: { _meta: envelope() } })).toEqual(missing)
    const notification = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { _meta: envelope() } }
    expect(check(notification)).toEqual(missing)
  })
})
