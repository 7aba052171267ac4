import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { devSallyport } from '../src/index.js'
import { createBrowser } from './browser.js'

async function takePort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, release: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function freePort(): Promise<number> {
  const { port, release } = await takePort()
  await release()
  return port
}

describe('devSallyport', () => {
  it.each([
    ['a public name', 'https://notes.example.com/mcp'],
    ['a public name over http', 'http://notes.example.com:3000/mcp'],
    ['no port', 'http://127.0.0.1/mcp'],
    ['no address', 'mcp'],
  ])('refuses a resource with %s [F-19]', (_case, resource) => {
    expect(() => devSallyport({ resource })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', option: 'resource' }),
    )
  })

  it('names the option when the port of the provider is taken', async () => {
    const taken = await takePort()
    onTestFinished(taken.release)
    const sallyport = devSallyport({ resource: 'http://127.0.0.1:3000/mcp', idpPort: taken.port })
    onTestFinished(() => sallyport.close())
    await expect(sallyport.ready()).rejects.toMatchObject({ option: 'idpPort' })
  })

  it('says loudly that anybody gets in, and sends people to its provider [F-17] [PX-01]', async () => {
    const warnings: unknown[] = []
    const listen = (warning: Error & { code?: string }) => warnings.push(warning.code)
    process.on('warning', listen)
    onTestFinished(() => void process.off('warning', listen))
    const idpPort = await freePort()
    const sallyport = devSallyport({ resource: 'http://127.0.0.1:3000/mcp', idpPort })
    onTestFinished(() => sallyport.close())
    await sallyport.ready()
    expect(warnings).toContain('SALLYPORT_DEVELOPMENT')

    const ask = (path: string, init?: RequestInit) =>
      sallyport.handle(new Request(`http://127.0.0.1:3000${path}`, init)) as Promise<Response>
    const registered = await ask('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: ['http://127.0.0.1/cb'], token_endpoint_auth_method: 'none' }),
    })
    const { client_id: clientId } = (await registered.json()) as { client_id: string }
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: 'http://127.0.0.1/cb',
      response_type: 'code',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
    })
    const page = await ask(`/authorize?${query.toString()}`)
    const fields = [...(await page.text()).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const approved = await ask('/consent', {
      method: 'POST',
      headers: {
        cookie: page.headers
          .getSetCookie()
          .map((line) => line.split(';')[0])
          .join('; '),
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams([...fields.map(([, name = '', value = '']) => [name, value]), ['decision', 'approve']]),
    })
    const login = await createBrowser().visit(approved.headers.get('location') ?? '', 'http://127.0.0.1:3000/callback')
    expect(login.page?.html).toContain('Development login')
    expect(new URL(login.url).port).toBe(String(idpPort))
  })
})
