import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardedFetch, pinnedFetch } from '../../../../src/host/node/index.js'
import { addressVerdict } from '../../../../src/policy/addresses/index.js'
import { IPV4_RANGES, IPV6_RANGES } from '../../../../src/policy/addresses/ranges.js'
import { watchForPackets, type NoPackets } from './no-packets.js'

let packets: NoPackets
beforeAll(async () => {
  packets = await watchForPackets()
})
afterAll(() => packets.close())

const nothing = { arrived: 0, opened: 0, asked: 0 }
const special = [...IPV4_RANGES, ...IPV6_RANGES].filter(([, kind]) => kind !== 'public')

/** A port of a listener, so that a request that leaves does arrive. */
const url = () => `http://any.example:${String(packets.ports[0])}/`
const ask = (answers: readonly string[]) => {
  const allow = { schemes: ['http'], ports: packets.ports } as const
  const perOrigin = { burst: 100_000, intervalMs: 1 }
  return guardedFetch({ allow, perOrigin, connection: { resolve: () => Promise.resolve(answers) } })(url())
}
const refused = { code: 'ERR_OUTBOUND', reason: 'outbound_address' }

describe('a name that leads to', () => {
  it.each(special.filter(([range]) => range !== '::/0'))(
    '%s, which is %s (%s), is not asked [UR-02] [UR-04]',
    async (range) => {
      const first = range.replace(/\/\d+$/, '')
      await expect(ask([first])).rejects.toMatchObject(refused)
      await expect(ask(['1.1.1.1', first])).rejects.toMatchObject(refused)
      expect(packets.seen).toEqual(nothing)
    },
  )
})

const octet = fc.nat(255)
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'))
const near = fc
  .constantFrom('10', '100.64', '127', '169.254', '172.16', '192.168', '198.18', '0', '224', '255')
  .chain((start) =>
    fc.array(octet, { minLength: 4, maxLength: 4 }).map((rest) => [...start.split('.'), ...rest].slice(0, 4).join('.')),
  )
const group = fc.nat(0xffff).map((part) => part.toString(16))
const ipv6 = fc.array(group, { minLength: 8, maxLength: 8 }).map((parts) => parts.join(':'))
const carrier = fc
  .tuple(fc.constantFrom('::ffff:', '64:ff9b::', '::', '::ffff:0:', '2a00::5efe:'), near)
  .map((parts) => parts.join(''))
const address = fc.oneof(ipv4, near, ipv6, carrier)

it('no answer of a resolver makes a request leave for an address that is not public [UR-04] [UR-06]', async () => {
  await fc.assert(
    fc.asyncProperty(
      address,
      fc.array(fc.constantFrom('1.1.1.1', '2606:4700::1111'), { maxLength: 3 }),
      async (one, others) => {
        fc.pre(addressVerdict(one).kind !== 'public')
        await expect(ask([...others, one])).rejects.toMatchObject(refused)
        await expect(ask([one, ...others])).rejects.toMatchObject(refused)
      },
    ),
    { numRuns: 300 },
  )
  expect(packets.seen).toEqual(nothing)
})

it('no text of a URL makes a request leave for an address that is not public [UR-04] [UR-05]', async () => {
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const spelled = near.chain((text) =>
    fc.constantFrom(
      text,
      `${text}.`,
      String(number(text)),
      `0x${number(text).toString(16)}`,
      `0${number(text).toString(8)}`,
      text
        .split('.')
        .map((part) => `0${Number(part).toString(8)}`)
        .join('.'),
      text
        .split('.')
        .map((part) => `0x${Number(part).toString(16)}`)
        .join('.'),
      text.replaceAll('.', '%2e'),
      text.replaceAll('.', '。'),
      `[::ffff:${text}]`,
      `[64:ff9b::${text}]`,
      `www.example.com@${text}`,
    ),
  )
  await fc.assert(
    fc.asyncProperty(spelled, async (host) => {
      const target = `http://${host}:${String(packets.ports[0])}/`
      const allow = { schemes: ['http'], ports: packets.ports } as const
      await expect(guardedFetch({ allow })(target)).rejects.toMatchObject({ code: 'ERR_OUTBOUND' })
      await expect(pinnedFetch()(target)).rejects.toThrow()
    }),
    { numRuns: 300 },
  )
  expect(packets.seen).toEqual(nothing)
})
