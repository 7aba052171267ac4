import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMirroredParameters, type MirroredParameter } from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'

const REGION: readonly MirroredParameter[] = [{ header: 'mcp-param-region', path: ['region'] }]
const NESTED: readonly MirroredParameter[] = [{ header: 'mcp-param-city', path: ['filter', 'place.city'] }]

const call = (args: unknown) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'q', arguments: args },
})

/** The reason of a refusal; `undefined` when the headers are right. */
function reason(args: unknown, headers: Parameters<typeof facts>[0], parameters = REGION): string | undefined {
  const refusal = checkMirroredParameters(facts(headers), parameters, call(args))
  if (refusal !== undefined) {
    expect(refusal).toMatchObject({
      ok: false,
      status: 400,
      error: { code: -32020, message: 'Header mismatch: Mcp-Param' },
    })
  }
  return refusal?.reason
}

describe('checkMirroredParameters', () => {
  it.each([
    ['eu', 'eu'],
    ['eu', ' \teu '],
    ['', ''],
    ['Zürich', '=?base64?WsO8cmljaA==?='],
    [' eu ', '=?base64?IGV1IA==?='],
    ['42', '42'],
    ['true', 'true'],
    [42, '42'],
    [42, '42.0'],
    [42, '42.000'],
    [-1, '-1'],
    [0, '-0'],
    [0.5, '0.50'],
    [1e-7, '1e-7'],
    [true, 'true'],
    [false, 'false'],
    [42, '=?base64?NDI=?='],
  ])('finds %j in the header %j [ST-52]', (region, value) => {
    expect(reason({ region }, { 'mcp-param-region': value })).toBeUndefined()
  })

  it.each([
    ['eu', 'us'],
    ['eu', 'EU'],
    ['eu', ''],
    ['42', '42.0'],
    [42, '43'],
    [42, '4.2e1'],
    [42, '0x2a'],
    [42, '042'],
    [42, '42.'],
    [42, '+42'],
    [42, ''],
    [0, ''],
    [true, 'True'],
    [true, '1'],
    [false, ''],
    [{}, '[object Object]'],
    [['eu'], 'eu'],
    [[], ''],
  ])('does not find %j in the header %j [ST-52]', (region, value) => {
    expect(reason({ region }, { 'mcp-param-region': value })).toBe('parameter_header_mismatch')
  })

  it.each([['eu'], [0], [false], [''], [{}], [[]], [2 ** 53]])('misses the header of %j [ST-52]', (region) => {
    expect(reason({ region }, {})).toBe('parameter_header_missing')
  })

  it('expects no header without a value, and takes none [ST-52] [ST-53]', () => {
    for (const args of [undefined, null, {}, { region: null }, { other: 'eu' }, 'region', ['eu']]) {
      expect(reason(args, {})).toBeUndefined()
      expect(reason(args, { 'mcp-param-region': 'eu' })).toBe('parameter_header_mismatch')
      expect(reason(args, { 'mcp-param-region': '' })).toBe('parameter_header_mismatch')
    }
  })

  it.each([['=?base64?ZXU?='], ['eü'], ['eu\u0000'], ['=?base64?!!!!?=']])(
    'refuses the header %j [ST-50] [ST-51]',
    (value) => {
      expect(reason({ region: 'eu' }, { 'mcp-param-region': value })).toBe('parameter_header_malformed')
    },
  )

  it('refuses a header that stands twice, equal or not [ST-49]', () => {
    expect(reason({ region: 'eu' }, { 'mcp-param-region': ['eu', 'eu'] })).toBe('parameter_header_malformed')
    expect(reason({ region: 'eu, us' }, { 'mcp-param-region': ['eu', 'us'] })).toBe('parameter_header_malformed')
  })

  it('ignores headers that nobody named [ST-54]', () => {
    expect(reason({ region: 'eu' }, { 'mcp-param-region': 'eu', 'mcp-param-tenant': 'x' })).toBeUndefined()
    expect(reason({}, { 'mcp-param-tenant': '=?base64?!?=' })).toBeUndefined()
    expect(reason({ region: 'eu' }, {}, [])).toBeUndefined()
  })

  it('finds nested arguments by their own names [ST-52]', () => {
    const args = { filter: { 'place.city': 'Bern' } }
    expect(reason(args, { 'mcp-param-city': 'Bern' }, NESTED)).toBeUndefined()
    expect(reason(args, {}, NESTED)).toBe('parameter_header_missing')
    expect(reason({ filter: null }, {}, NESTED)).toBeUndefined()
    expect(reason({ filter: 'Bern' }, {}, NESTED)).toBeUndefined()
    const inherited: readonly MirroredParameter[] = [{ header: 'mcp-param-x', path: ['constructor', 'name'] }]
    expect(reason({}, { 'mcp-param-x': 'Object' }, inherited)).toBe('parameter_header_mismatch')
  })

  it('lets a value through exactly when the header is its form [ST-52] [ST-53]', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.integer(), fc.boolean())
    fc.assert(
      fc.property(value, value, fc.boolean(), (region, other, same) => {
        const header = `=?base64?${Buffer.from(String(same ? region : other)).toString('base64')}?=`
        const isSame = String(region) === String(same ? region : other)
        expect(reason({ region }, { 'mcp-param-region': header }) === undefined).toBe(isSame)
      }),
    )
  })
})
