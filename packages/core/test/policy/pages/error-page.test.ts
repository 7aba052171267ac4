import { describe, expect, it } from 'vitest'
import { createPages, type ErrorPageModel } from '../../../src/policy/pages/index.js'
import { failure, PROBLEMS, textOf } from './models.js'

const pages = createPages()

async function render(change: Partial<ErrorPageModel> = {}): Promise<string> {
  return (await pages.error({ ...failure, ...change })).html
}

it.each(PROBLEMS)('says for %s what happened and what the person can do [F-15]', async (problem) => {
  const text = textOf(await render({ problem }))

  expect(text).toMatch(/What you can do (?:Go back|Open|Close|Look|Allow cookies|Wait|Try again)/)
  expect(text).toContain('Error invalid_request ')
  expect(text).toContain('Request req_1 ')
})

it('tells every problem in words of its own [F-15]', async () => {
  const texts = await Promise.all(PROBLEMS.map(async (problem) => textOf(await render({ problem }))))

  expect(new Set(texts).size).toBe(PROBLEMS.length)
})

it('leaves out the code when there is none', async () => {
  expect(textOf(await render({ error: undefined }))).not.toContain('Error ')
})

it('links back to the client without telling where the person was [AS-10]', async () => {
  const html = await render()

  expect(html).toContain('href="https://desk.acme.example/callback?error=invalid_request" rel="noreferrer noopener"')
  expect(textOf(html)).toContain('Return to desk.acme.example ')
})

describe('links', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' \tjavascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://x/y',
    'file:///etc/passwd',
    'not an address',
  ])('are not made of %j [PX-05]', async (url) => {
    expect(await render({ returnTo: { host: 'x', url } })).not.toContain('<a ')
  })

  it('are absent without a proven client [AS-10]', async () => {
    expect(await render({ returnTo: undefined })).not.toContain('<a ')
  })

  it('may lead to an app on the device', async () => {
    expect(await render({ returnTo: { host: 'cursor:', url: 'cursor://x/cb?error=a&state=b' } })).toContain(
      'href="cursor://x/cb?error=a&amp;state=b"',
    )
  })
})
