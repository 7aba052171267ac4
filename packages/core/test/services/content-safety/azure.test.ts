import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { azureContentSafety, type AzureContentSafetyOptions } from '../../../src/services/content-safety/index.js'
import { azureServer, KEY } from './azure-server.js'

const result = (text: string) => ({ kind: 'tool_result' as const, text })

describe('azureContentSafety', () => {
  it('asks text:shieldPrompt for results as documents, in the documented form [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    const verdicts = await classifier({ analyze: false }).classify([result('fine'), result('ATTACK'), result('  ')])
    expect(verdicts).toEqual([
      { findings: [] },
      { findings: [{ category: 'prompt_injection', severity: 'high', detector: 'azure.shieldPrompt' }] },
      { findings: [] },
    ])
    expect(asked).toHaveLength(1)
    expect(asked[0]?.url).toBe('/contentsafety/text:shieldPrompt?api-version=2024-09-01')
    expect(asked[0]?.headers).toMatchObject({ 'ocp-apim-subscription-key': KEY, 'content-type': 'application/json' })
    expect(asked[0]?.body).toEqual({ userPrompt: '', documents: ['fine', 'ATTACK'] })
  })

  it('asks about prompts as user prompts [F-61] [TL-20]', async () => {
    const { asked, classifier } = await azureServer()
    const [verdict] = await classifier({ analyze: false }).classify([{ kind: 'prompt', text: 'ATTACK' }])
    expect(verdict?.findings).toMatchObject([{ category: 'prompt_injection' }])
    expect(asked[0]?.body).toEqual({ userPrompt: 'ATTACK', documents: [] })
  })

  it.each([
    [0, undefined],
    [1, 'low'],
    [2, 'low'],
    [3, 'medium'],
    [4, 'medium'],
    [5, 'high'],
    [6, 'high'],
    [7, 'high'],
  ])('takes level %i of text:analyze for %s [F-61]', async (level, severity) => {
    const { asked, classifier } = await azureServer()
    const [verdict] = await classifier({ shieldPrompt: false }).classify([result(`LEVEL${String(level)}`)])
    expect(verdict?.findings).toEqual(
      severity === undefined
        ? []
        : [{ category: 'Violence', severity, score: Math.min(level, 6) / 6, detector: 'azure.analyze' }],
    )
    expect(asked[0]?.url).toBe('/contentsafety/text:analyze?api-version=2024-09-01')
    expect(asked[0]?.body).toEqual({
      text: `LEVEL${String(level)}`,
      categories: ['Hate', 'SelfHarm', 'Sexual', 'Violence'],
      outputType: 'FourSeverityLevels',
    })
  })

  it('reports hits of blocklists by the name of the list, never by their text [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    const analyze = { categories: ['Hate' as const], blocklists: ['people', 'names'] }
    const [verdict] = await classifier({ shieldPrompt: false, analyze }).classify([result('Mallory')])
    expect(verdict?.findings).toMatchObject([
      { category: 'blocklist/people', severity: 'high' },
      { category: 'blocklist/names', severity: 'high' },
    ])
    expect(JSON.stringify(verdict)).not.toContain('Mallory')
    expect(asked[0]?.body).toMatchObject({ blocklistNames: ['people', 'names'], haltOnBlocklistHit: false })
  })

  it.each([0, 9_999, 10_000, 10_001, 19_400, 50_000])(
    'finds an attack at character %i of a long text, within the limits of the service [F-61]',
    async (at) => {
      const { asked, classifier } = await azureServer()
      const text = `${'x '.repeat(at / 2)}ATTACK LEVEL6${' y'.repeat(4_000)}`
      const [verdict] = await classifier().classify([result(text)])
      expect(verdict?.findings.map(({ category }) => category)).toEqual(['prompt_injection', 'Violence'])
      expect(asked.every(({ body }) => (body.text ?? body.documents?.join('') ?? '').length <= 10_000)).toBe(true)
    },
  )

  it('puts at most five documents and 10 000 characters into a request, and asks for each once [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    const texts = Array.from(
      { length: 23 },
      (_, i) => `${String(i)} ${i === 17 ? 'ATTACK ' : ''}${'z'.repeat(i * 200)}`,
    )
    const verdicts = await classifier({ analyze: false }).classify(texts.map(result))
    expect(verdicts.flatMap(({ findings }, i) => (findings.length > 0 ? [i] : []))).toEqual([17])
    expect(asked.flatMap(({ body }) => body.documents ?? []).sort()).toEqual([...texts].sort())
    expect(asked.length).toBeLessThan(15)
  })

  it('cuts no character in half, and sends none that is half [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    await classifier({ analyze: false }).classify([result(`x${'😀'.repeat(12_000)}\ud800`)])
    const sent = asked.flatMap(({ body }) => body.documents ?? []).join('')
    expect(sent).not.toMatch(/\p{Cs}/u)
    expect(sent).toContain('\ufffd')
  })

  it('takes tokens of Entra ID, asked for each time [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    let tokens = 0
    const token = () => (tokens++, Promise.resolve('entra'))
    await classifier({ token }).classify([result('fine')])
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer entra', 'Bearer entra'])
    expect(tokens).toBe(2)
  })

  it('asks nothing about nothing [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    expect(await classifier().classify([])).toEqual([])
    expect(await classifier().classify([result(''), result(' \n')])).toEqual([{ findings: [] }, { findings: [] }])
    expect(asked).toEqual([])
  })

  it('does not judge content that would take more requests than it may make [F-61]', async () => {
    const { asked, classifier } = await azureServer()
    const judged = classifier({ maxRequests: 10 }).classify([result('x'.repeat(100_000))])
    await expect(judged).rejects.toMatchObject({ reason: 'content_too_large' })
    expect(asked).toEqual([])
  })
})

it.each<[string, Partial<AzureContentSafetyOptions>]>([
  ['neither key nor token', {}],
  ['both', { key: KEY, token: () => 'x' }],
  ['a key with a line break', { key: 'abcdefgh\r\nx: y' }],
  ['an endpoint over plain http', { key: KEY, endpoint: 'http://notes.cognitiveservices.azure.com' }],
  ['an endpoint that is no address', { key: KEY, endpoint: 'notes' }],
  ['nothing to ask', { key: KEY, shieldPrompt: false, analyze: false }],
  ['an unknown category', { key: KEY, analyze: { categories: ['Rudeness' as 'Hate'] } }],
  ['no category', { key: KEY, analyze: { categories: [] } }],
  ['a blocklist with a slash', { key: KEY, analyze: { blocklists: ['a/b'] } }],
  ['a version that would change the address', { key: KEY, apiVersion: '2024-09-01&x=y' }],
  ['too many repetitions', { key: KEY, retries: 11 }],
  ['an unknown option', { key: KEY, timeout: 5 } as object],
])('refuses %s [F-61]', (_what, options) => {
  const make = () => azureContentSafety({ endpoint: 'https://notes.cognitiveservices.azure.com', ...options })
  expect(make).toThrow()
  try {
    make()
  } catch (error) {
    expect(String(error)).not.toContain(KEY)
    if (options.endpoint === undefined) expect(error).toBeInstanceOf(ConfigError)
  }
})
