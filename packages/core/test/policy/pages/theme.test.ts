import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { contrast } from '../../../src/policy/pages/colors.js'
import { createPages, type PagesOptions } from '../../../src/policy/pages/index.js'
import { consent, failure, textOf } from './models.js'

function refusalOf(options: unknown): ConfigError {
  try {
    createPages(options as PagesOptions)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('accepted')
}

describe('theme', () => {
  it('shows title, logo, colours and texts of its own [F-15]', async () => {
    const pages = createPages({
      title: 'Notizen',
      logo: '/logo.svg',
      lang: 'de',
      colors: { light: { accent: '#0b6b4f' }, dark: { accent: '#7fe0bd' } },
      texts: { approve: 'Erlauben', consentHeading: 'Darf {client} auf {resource} zugreifen?' },
      problems: { request_invalid: { advice: 'Zurück zur App.' } },
    })
    const { html } = await pages.consent(consent, [])

    expect(html).toContain('<html lang="de" dir="ltr">')
    expect(html).toContain('· Notizen</title>')
    expect(html).toContain('--accent:#0b6b4f')
    expect(html).toContain('--on-accent:#000000')
    expect(textOf(html)).toContain('Darf Acme Desk auf Notes zugreifen?')
    expect(textOf(html)).toContain('Erlauben')
    expect(textOf((await pages.error(failure)).html)).toContain('Zurück zur App.')
  })

  it('escapes the operator’s words too [F-15]', async () => {
    const { html } = await createPages({ title: '<b>&', texts: { approve: '"<i>' } }).consent(consent, [])

    expect(html).toContain('&lt;b&gt;&amp;')
    expect(html).toContain('&quot;&lt;i&gt;')
  })

  it('is written from right to left where the language is [F-15]', async () => {
    expect((await createPages({ lang: 'he', direction: 'rtl' }).error(failure)).html).toContain('lang="he" dir="rtl"')
  })

  it('is read once: later changes to the options change nothing', async () => {
    const options = { title: 'Before', colors: { light: { accent: '#0b6b4f' } } }
    const pages = createPages(options)
    options.title = 'After'
    options.colors.light.accent = '#ffffff'

    const { html } = await pages.error(failure)
    expect(html).toContain('Before')
    expect(html).toContain('--accent:#0b6b4f')
  })
})

describe('refuses at start-up', () => {
  it.each([
    ['an unknown option', { colour: 1 }, 'colour'],
    ['an unknown text', { texts: { aprove: 'x' } }, 'texts.aprove'],
    ['an unknown problem', { problems: { oops: {} } }, 'problems.oops'],
    ['an empty text', { texts: { approve: '' } }, 'texts.approve'],
    ['a logo of another host', { logo: 'https://cdn.example/logo.svg' }, 'logo'],
    ['a logo of another host without a scheme', { logo: '//cdn.example/logo.svg' }, 'logo'],
    ['a logo behind a backslash', { logo: '/\\cdn.example/logo.svg' }, 'logo'],
    ['a logo that is a page', { logo: 'data:text/html;base64,PGI+' }, 'logo'],
    ['a logo with markup', { logo: '<svg/>' }, 'logo'],
    ['a colour with CSS in it', { colors: { light: { accent: 'red;}body{display:none' } } }, 'colors.light.accent'],
    ['a named colour', { colors: { dark: { text: 'white' } } }, 'colors.dark.text'],
    ['a language that is none', { lang: '"><script>' }, 'lang'],
    ['a direction that is none', { direction: 'up' }, 'direction'],
  ])('%s [F-15]', (_case, options, option) => {
    expect(refusalOf(options).option).toContain(option)
  })

  it.each([
    ['lost', 'Allow this?', 'Use exactly: {client}, {resource}.'],
    ['unknown', 'Allow {client} to use {resource} and {more}?', 'Use exactly: {client}, {resource}.'],
  ])('a text with a %s placeholder: a page must name the client [PX-05]', (_case, consentHeading, fix) => {
    expect(refusalOf({ texts: { consentHeading } })).toMatchObject({ fix })
  })

  it.each([
    ['light', { muted: '#aaaaaa' }, 'colors.light.muted', 4.5],
    ['light', { accent: '#ffee88' }, 'colors.light.accent', 3],
    ['light', { accent: '#1f4fd1', onAccent: '#335fd9' }, 'colors.light.onAccent', 4.5],
    ['dark', { text: '#333333' }, 'colors.dark.text', 4.5],
  ] as const)(
    'an unreadable colour in %s %j, and proposes one that passes [F-15]',
    (scheme, palette, option, ratio) => {
      const refusal = refusalOf({ colors: { [scheme]: palette } })
      const back = /#[0-9a-f]+ on \w+ (#[0-9a-f]+)/.exec(refusal.problem)?.[1] ?? ''
      const proposal = /#[0-9a-f]{6}/.exec(refusal.fix)?.[0] ?? ''

      expect(refusal.option).toContain(option)
      expect(contrast(proposal, back)).toBeGreaterThanOrEqual(ratio)
    },
  )
})

it.each([
  ['#000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#1f4fd1', '#1f4fd1', 1],
])('measures the contrast of %s and %s as WCAG does', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 1)
})
