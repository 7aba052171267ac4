import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { decodeJwt } from 'jose'
import { expect, it, onTestFinished } from 'vitest'
import type { AuditEvent } from '../../../src/audit/index.js'
import {
  createLocalSallyport,
  enter,
  handleOAuth,
  listen,
  requestFacts,
  sendReply,
  type LocalSallyport,
  type LocalSallyportOptions,
} from '../../../src/host/node/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'

const OPERATIONS = { default: ['notes:read'], 'tools/add': ['notes:write'], 'tools/wipe': 'deny' } as const

const local = (changes: Partial<LocalSallyportOptions> = {}) =>
  createLocalSallyport({ resource: 'http://127.0.0.1:4711/mcp', operations: OPERATIONS, ...changes })

/** A real server on a free port; `Host` is that of the resource. */
async function serve({ sallyport }: LocalSallyport) {
  const gate = sallyport.gate()
  const listening = await listen(
    (req, res) => {
      void (async () => {
        if (await handleOAuth(sallyport, req, res)) return
        const admitted = await gate.admit(requestFacts(req))
        const entered = admitted.allowed ? await enter(gate, admitted, req, res) : admitted
        if (entered.allowed) res.end(JSON.stringify(entered.authInfo.extra))
        else sendReply(res, entered.reply)
      })()
    },
    { port: 0 },
  )
  onTestFinished(() => listening.close())
  return (headers: Record<string, string> = {}, tool = 'add') =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } }
      const all = { host: '127.0.0.1:4711', 'content-type': 'application/json', ...headers }
      request(
        { host: '127.0.0.1', port: listening.port, method: 'POST', path: '/mcp', headers: all, agent: false },
        (response) => {
          let body = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
          response.once('end', () => resolve({ status: response.statusCode ?? 0, body }))
        },
      )
        .once('error', reject)
        .end(JSON.stringify(message))
    })
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

it('lets in whoever knows the credential of this run, as one local caller [LO-03]', async () => {
  const made = await local({ roles: ['owner'] })
  const call = await serve(made)
  const { status, body } = await call(bearer(made.token))
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ subject: 'local', roles: ['owner'] })
})

it.each<[string, (made: LocalSallyport) => Promise<Record<string, string>>]>([
  ['a caller without a credential', () => Promise.resolve({})],
  ['a made-up credential', () => Promise.resolve(bearer('x'))],
  ['the credential of another run', async () => bearer((await local()).token)],
  ['a credential that was changed', ({ token }) => Promise.resolve(bearer(`${token.slice(0, -4)}AAAA`))],
])('refuses %s [LO-03] [ST-07]', async (_case, headersOf) => {
  const made = await local()
  const call = await serve(made)
  expect((await call(await headersOf(made))).status).toBe(401)
})

it('refuses what the rules deny to the credential, too [LO-03]', async () => {
  const made = await local()
  const call = await serve(made)
  expect((await call(bearer(made.token), 'wipe')).status).toBe(403)
})

it.each<[string, Record<string, string>]>([
  ['a name that was rebound to this machine', { host: 'evil.example:4711' }],
  ['a web page', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
])('refuses the credential in the hands of %s [LO-04]', async (_case, headers) => {
  const made = await local()
  const call = await serve(made)
  expect((await call({ ...bearer(made.token), ...headers })).status).toBe(403)
})

it('takes a unix socket as well, where Host says localhost [LO-03] [LO-04]', async () => {
  const made = await local({ resource: 'http://localhost/mcp' })
  const call = await serve(made)
  expect((await call({ ...bearer(made.token), host: 'localhost' })).status).toBe(200)
  expect((await call({ ...bearer(made.token), host: 'evil.example' })).status).toBe(403)
})

it('makes a new key, issuer and credential at each start [LO-03]', async () => {
  const [one, two] = [await local(), await local()]
  expect(one.token).not.toBe(two.token)
  expect(decodeJwt(one.token).iss).not.toBe(decodeJwt(two.token).iss)
})

it('ends a credential in time, and renews it [LO-03]', async () => {
  const runtime = fakeRuntime({ nowMs: Date.now() })
  const made = await createLocalSallyport({ port: 4711, operations: OPERATIONS, tokenLifetimeMs: 60_000 }, runtime)
  const call = await serve(made)
  expect((await call(bearer(made.token))).status).toBe(200)
  runtime.advance(60_000 + 30_000)
  expect((await call(bearer(made.token))).status).toBe(401)
  expect((await call(bearer(await made.renew()))).status).toBe(200)
})

async function tokenPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return join(directory, 'token')
}

it('writes the credential where only its owner can read it, whatever lay there [LO-03]', async () => {
  const tokenFile = await tokenPath()
  await writeFile(tokenFile, 'old', { mode: 0o666 })
  const made = await local({ tokenFile })
  expect(await readFile(tokenFile, 'utf8')).toBe(`${made.token}\n`)
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600)

  const renewed = await made.renew()
  expect(await readFile(tokenFile, 'utf8')).toBe(`${renewed}\n`)
  expect(await readdir(dirname(tokenFile))).toEqual(['token'])
})

it('does not write through a link that somebody laid there [LO-03]', async () => {
  const tokenFile = await tokenPath()
  const target = `${tokenFile}-of-somebody`
  await writeFile(target, '')
  await symlink(target, tokenFile)
  await local({ tokenFile })
  expect(await readFile(target, 'utf8')).toBe('')
})

it('keeps the credential out of the audit log [LO-03]', async () => {
  const events: AuditEvent[] = []
  const made = await local({ audit: [{ write: (event) => void events.push(event) }] })
  await (
    await serve(made)
  )(bearer(made.token))
  expect(events.some(({ kind }) => kind === 'request.admitted')).toBe(true)
  expect(JSON.stringify(events)).not.toContain(made.token.slice(-20))
})

it('keeps state between requests, as any other [F-34]', async () => {
  const { sallyport, token } = await local()
  const extra = { authInfo: await sallyport.verifier.verifyAccessToken(token) }
  expect(await sallyport.handles.get(extra, await sallyport.handles.create(extra, 7))).toBe(7)
})

it.each<[string, object]>([
  ['a resource on the network', { resource: 'http://192.0.2.1:4711/mcp' }],
  ['a resource with a local prefix', { resource: 'http://localhost.example.com/mcp' }],
  ['no URL', { resource: 'mcp' }],
  ['a port and a resource', { port: 4711 }],
  ['neither', { resource: undefined }],
  ['a credential for longer than a day', { tokenLifetimeMs: 86_400_001 }],
  ['a file in a directory that is not there', { tokenFile: '/nowhere/at/all/token' }],
  ['an unknown option', { issuer: 'https://login.example.com' }],
])('does not start with %s [LO-03] [LO-04]', async (_case, options) => {
  await expect(local(options)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
})
