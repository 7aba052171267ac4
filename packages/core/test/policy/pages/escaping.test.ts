import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPages, type ConsentPageModel } from '../../../src/policy/pages/index.js'
import { consent, failure, outlineOf, textOf } from './models.js'

const pages = createPages()

const FRAGMENTS = [
  '<script>alert(1)</script>',
  '</title></style></textarea><img src=x onerror=alert(1)>',
  '" onfocus="alert(1)" autofocus x="',
  "' style='position:fixed",
  '<!--',
  '-->',
  ']]>',
  '</html>',
  '<form action=https://evil.example>',
  '&lt;b&gt;',
  '&#x3c;svg onload=1&#x3e;',
  '\u202e\u2066\u200f\u061c',
  '\u200b\ufeff\u2060\u00ad\u{e0041}\u3164\u2800',
  '\0\u0007\u001b[31m\u0085\u2028',
  '{client}{resource}',
  '\ud800',
]

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 6 })
  .map((parts) => parts.join(''))
/** Never empty to the eye, so that the line it stands in is there. */
const visible = hostile.map((text) => `x${text}`)

const hostileConsent: fc.Arbitrary<ConsentPageModel> = fc.record({
  clientName: hostile,
  clientId: hostile,
  clientUri: visible,
  redirectUri: hostile,
  redirectKind: fc.constant('https'),
  resource: hostile,
  resourceName: hostile,
  scopes: fc.array(fc.record({ name: hostile, description: visible }), { minLength: 2, maxLength: 2 }),
  offline: fc.constant(true),
  account: fc.constant(undefined),
  action: hostile,
  fields: fc.tuple(hostile, hostile).map(([one, two]) => ({ request: one, csrf: two })),
})

/** The same lines, filled with nothing to fear. */
const benign: ConsentPageModel = {
  ...consent,
  scopes: [
    { name: 'a', description: 'a' },
    { name: 'b', description: 'b' },
  ],
}

/** Controls, bidi, zero-width, tags, fillers, lone surrogates: nothing a reader cannot see. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\u3164\u115f\u1160\uffa0\u2800]|\u034f|(?![\n])\p{Cc}/u

describe('a stranger’s strings', () => {
  it('cannot add, close or change an element or attribute of the consent page [PX-05]', async () => {
    const expected = outlineOf((await pages.consent(benign, [])).html)
    await fc.assert(
      fc.asyncProperty(hostileConsent, async (model) => {
        const { html } = await pages.consent(model, [])
        expect(outlineOf(html)).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('cannot add, close or change an element or attribute of an error page [PX-05] [PX-29]', async () => {
    const expected = outlineOf((await pages.error({ ...failure, returnTo: undefined })).html)
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (error, requestId) => {
        const { html } = await pages.error({ ...failure, error, requestId, returnTo: undefined })
        expect(outlineOf(html)).toBe(expected)
      }),
    )
  })

  it('show nothing unseen and nothing that reorders [PX-05]', async () => {
    await fc.assert(
      fc.asyncProperty(hostileConsent, async (model) => {
        const { html } = await pages.consent({ ...model, fields: {}, action: '/' }, [])
        expect(textOf(html)).not.toMatch(UNSEEN)
      }),
      { numRuns: 300 },
    )
  })

  it('cannot fill in for another one [PX-05]', async () => {
    const { html } = await pages.consent({ ...consent, clientName: '{resource}', resourceName: '{client}' }, [])

    expect(textOf(html)).toContain('Allow {resource} to use {client}?')
  })

  it('keep letters of every script and lose stacked marks [PX-05]', async () => {
    const clientName = `Ünïcode 日本 العربية 🔒 z${'\u0335'.repeat(40)}`
    const { html } = await pages.consent({ ...consent, clientName }, [])

    expect(html).toContain('Ünïcode 日本 العربية 🔒 z\u0335\u0335\u0335')
    expect(html).not.toContain('\u0335'.repeat(4))
  })

  it('stay on one line [PX-05]', async () => {
    const { html } = await pages.consent({ ...consent, clientName: 'a\r\n\t\u2028\u00a0b' }, [])

    expect(html).toContain('<bdi>a b</bdi>')
  })

  it('are bounded, whatever their size [PX-05]', async () => {
    const long = '\u{1f512}'.repeat(500_000)
    const model = { ...consent, clientName: long, clientUri: long, clientId: long, redirectUri: long, resource: long }

    expect((await pages.consent(model, [])).html.length).toBeLessThan(150_000)
  })
})
