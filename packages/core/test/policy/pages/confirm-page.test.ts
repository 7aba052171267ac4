import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/foundation/index.js'
import { createPages, type ConfirmationPageModel } from '../../../src/policy/pages/index.js'
import { outlineOf, textOf } from './models.js'

const model: ConfirmationPageModel = {
  clientName: 'Acme Desk',
  clientId: 'c_1',
  resource: 'https://notes.example.com/mcp',
  resourceName: 'Notes',
  tool: 'notes_wipe',
  argumentsJson: '{"depth":2,"folder":"old"}',
  account: 'alice@corp.example',
  endsAtMs: Date.UTC(2026, 2, 14, 9, 31),
  action: 'https://notes.example.com/confirm/x',
  fields: { token: 'sealed' },
}

const pages = createPages()
const htmlOf = async (changes: Partial<ConfirmationPageModel> = {}) =>
  (await pages.confirmation({ ...model, ...changes })).html

/** What stands in the page for each argument. */
async function shownFor(given: unknown): Promise<string> {
  const html = await htmlOf({ argumentsJson: canonicalJson(given) })
  return /<dl class="arguments">([\s\S]*?)<\/dl>/.exec(html)?.[1] ?? ''
}

it('says who asks, for whom, which tool, with what, until when [F-62]', async () => {
  const text = textOf(await htmlOf())
  for (const said of ['Let Acme Desk do this in your name?', 'notes_wipe', 'depth', '2', 'folder', '"old"']) {
    expect(text).toContain(said)
  }
  for (const said of ['alice@corp.example', 'Mar 14, 2026, 9:31 AM UTC', 'https://notes.example.com/mcp', 'c_1']) {
    expect(text).toContain(said)
  }
})

it('posts to its own address and nowhere else, with decline as the first button [PX-08] [F-62]', async () => {
  const page = await pages.confirmation(model)
  expect(page.contentSecurityPolicy).toContain("form-action 'self';")
  expect([...page.html.matchAll(/name="decision" value="(\w+)"/g)].map(([, value]) => value)).toEqual([
    'decline',
    'approve',
  ])
  expect(page.html).toContain('<input type="hidden" name="token" value="sealed" />')
})

describe('arguments', () => {
  it.each([
    ['nothing', {}, 'Without any arguments.'],
    ['a list', [1, 2], '1'],
    ['a text', 'only this', '"only this"'],
  ])('that are %s are shown as what they are [F-62]', async (_case, given, said) => {
    expect(textOf(await htmlOf({ argumentsJson: canonicalJson(given) }))).toContain(said)
  })

  it('are shown whole, whatever their length and depth [F-62]', async () => {
    let deep: unknown = 'the end'
    for (let i = 0; i < 100; i++) deep = { deeper: deep }
    const shown = await shownFor({ long: `${'x'.repeat(60_000)} the last word`, deep })
    expect(shown).toContain('the last word')
    expect(shown).toContain('the end')
  })

  it('are not laid out where the spaces would be most of the page [F-62]', async () => {
    let deep: unknown = Array.from({ length: 30_000 }, () => 1)
    for (let i = 0; i < 250; i++) deep = [deep]
    expect((await shownFor({ deep })).length).toBeLessThan(200_000)
    expect(await shownFor({ a: { b: [1] } })).toContain('\n  ')
  })

  it('cannot paint over what stands around them [F-62]', async () => {
    const shown = await shownFor({ to: `e\u0301${'\u0323'.repeat(1_000)}ve` })
    expect(shown).not.toMatch(/\p{M}{5}/u)
    expect(shown).toContain('⟨U+0323⟩')
  })

  it('hide nothing: what cannot be seen or passes for another letter is written out [F-62] [EL-17]', async () => {
    const html = await htmlOf({ argumentsJson: canonicalJson({ to: 'eve\u202e@ex\u0430mple.com\u200b' }) })
    expect(html).toContain('eve⟨U+202E⟩@ex⟨U+0430⟩mple.com⟨U+200B⟩')
    expect(html).toContain('Characters that cannot be seen')
    expect(await htmlOf()).not.toContain('Characters that cannot be seen')
  })

  it('tell a text from a number, and a line end from its spelling [F-62]', async () => {
    const pairs = [
      [{ a: 2 }, { a: '2' }],
      [{ a: null }, { a: 'null' }],
      [{ a: ['x'] }, { a: '["x"]' }],
      [{ a: 'x\ny' }, { a: 'x\\ny' }],
      [{ a: '⟨U+000A⟩' }, { a: '\n' }],
      [{ 'a b': 1 }, { 'a\u00a0b': 1 }],
    ]
    for (const [one, other] of pairs) expect(await shownFor(one)).not.toBe(await shownFor(other))
  })

  it('never look like other arguments [F-62]', async () => {
    const texts = fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    )
    await fc.assert(
      fc.asyncProperty(texts, texts, async (one, other) => {
        fc.pre(canonicalJson(one) !== canonicalJson(other))
        expect(await shownFor(one)).not.toBe(await shownFor(other))
      }),
      { numRuns: 150 },
    )
  })

  it('are text, whatever they look like [PX-09]', async () => {
    const hostile = '</pre></dl><script>alert(1)</script><form action="https://evil.example"><button>Allow'
    const html = await htmlOf({
      argumentsJson: JSON.stringify({ [hostile]: hostile }),
      tool: hostile,
      clientName: hostile,
      account: hostile,
      resource: hostile,
      clientId: hostile,
    })
    const benign = await htmlOf({ argumentsJson: '{"a":"b"}', clientName: 'x' })
    expect(outlineOf(html)).toEqual(outlineOf(benign))
  })
})

it.each([
  ['approved', 'Allowed once'],
  ['declined', 'Declined'],
  ['used', 'This was allowed, and used'],
] as const)('says after an answer that it was %s, with nothing to press [EL-21]', async (state, heading) => {
  const { html, contentSecurityPolicy } = await pages.confirmed(state)
  expect(textOf(html)).toContain(heading)
  expect(html).not.toMatch(/<form|<button|<a /)
  expect(contentSecurityPolicy).toContain("form-action 'none'")
})

it('speaks another language, and keeps the words in braces', async () => {
  const german = createPages({ lang: 'de', texts: { confirmOnce: 'Einmal erlauben', confirmEnds: 'Bis {time}.' } })
  expect((await german.confirmation(model)).html).toContain('Einmal erlauben')
  expect(() => createPages({ texts: { confirmEnds: 'Bis gleich.' } })).toThrow(/confirmEnds/)
})
