import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { startDevIdp, type DevIdp, type DevIdpOptions } from '../src/index.js'
import { createBrowser } from './browser.js'
import { CALLBACK, relyingParty } from './relying-party.js'

function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'dev-idp-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return join(directory, 'idp.json')
}

async function start(options: DevIdpOptions): Promise<DevIdp> {
  const idp = await startDevIdp({ redirectUris: [CALLBACK], ...options })
  onTestFinished(() => idp.close())
  return idp
}

/** Ends it, and lets the connections that `fetch` keeps notice. */
async function stop(idp: DevIdp): Promise<void> {
  await idp.close()
  await setTimeout(50)
}

const portOf = ({ issuer }: Pick<DevIdp, 'issuer'>): number => Number(new URL(issuer).port)

it('goes on where it stopped: client, keys, sessions, tokens', async () => {
  const stateFile = temporaryFile()
  const first = await start({ stateFile })
  const browser = createBrowser()
  const before = await relyingParty(first)
  const tokens = await before.login(browser, 'alice')
  const keys = await (await fetch(before.as.jwks_uri ?? '')).text()
  await stop(first)

  const second = await start({ stateFile, port: portOf(first) })
  const after = await relyingParty(second)

  expect(second.clientSecret).toBe(first.clientSecret)
  expect(await (await fetch(after.as.jwks_uri ?? '')).text()).toBe(keys)
  expect(await (await after.userInfo(tokens.access_token)).json()).toMatchObject({ sub: 'alice' })
  expect(await after.refresh(tokens.refresh_token ?? '')).toHaveProperty('access_token')
  expect((await browser.visit(await after.authorizationUrl(), CALLBACK)).page).toBeUndefined()
})

it('knows a redeemed code again', async () => {
  const stateFile = temporaryFile()
  const first = await start({ stateFile })
  const before = await relyingParty(first)
  const browser = createBrowser()
  const form = await browser.visit(await before.authorizationUrl(), CALLBACK)
  const callback = (await browser.logIn(form, 'alice', CALLBACK)).url
  const { refresh_token: refreshToken = '' } = await before.redeem(callback)
  await stop(first)

  await start({ stateFile, port: portOf(first) })

  await expect(before.redeem(callback)).rejects.toMatchObject({ error: 'invalid_grant' })
  // oidc-provider ends all that came of a code which is redeemed twice.
  await expect(before.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
})

it('leaves nothing behind without a state file', async () => {
  const first = await start({})
  const { access_token: token } = await (await relyingParty(first)).login(createBrowser(), 'alice')
  await stop(first)

  const second = await start({ port: portOf(first) })

  expect(second.clientSecret).not.toBe(first.clientSecret)
  expect((await (await relyingParty(second)).userInfo(token)).status).toBe(401)
})

it('drops what has expired, and lets nobody but the owner read', async () => {
  const stateFile = temporaryFile()
  const rp = await relyingParty(await start({ stateFile, accessTokenLifetimeMs: 1_000 }))
  const { access_token: token } = await rp.login(createBrowser(), 'alice')
  expect(readFileSync(stateFile, 'utf8')).toContain(`AccessToken:${token}`)

  await setTimeout(1_100)
  await rp.login(createBrowser(), 'bob')

  expect(readFileSync(stateFile, 'utf8')).not.toContain(token)
  expect(statSync(stateFile).mode & 0o777).toBe(0o600)
})

it.each(['', '{}', '{"version":2}', 'null', '[1'])('refuses a file that it has not written: %j', async (text) => {
  const stateFile = temporaryFile()
  writeFileSync(stateFile, text)
  await expect(startDevIdp({ stateFile })).rejects.toThrow('Delete it')
})

/** A provider as a process of its own. */
async function spawnIdp(stateFile: string, port: string) {
  const program = fileURLToPath(new URL('state-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program, stateFile, port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const [issuer = '', clientId = '', clientSecret = ''] = line.split(' ')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { issuer, clientId, clientSecret, kill }
}

it('loses nothing that it has answered when it is killed at any step', { timeout: 60_000 }, async () => {
  const stateFile = temporaryFile()
  let idp = await spawnIdp(stateFile, '0')
  const again = async (): Promise<void> => {
    await idp.kill()
    idp = await spawnIdp(stateFile, String(portOf(idp)))
  }
  const rp = await relyingParty(idp)
  const browser = createBrowser()

  const form = await browser.visit(await rp.authorizationUrl(), CALLBACK)
  await again()
  const callback = (await browser.logIn(form, 'alice', CALLBACK)).url
  await again()
  const refreshToken = (await rp.redeem(callback)).refresh_token ?? ''

  for (let round = 0; round < 3; round++) {
    const answered: string[] = []
    const refreshes = Array.from({ length: 30 }, async () =>
      answered.push((await rp.refresh(refreshToken)).access_token),
    )
    await Promise.race([setTimeout(50 + Math.random() * 100), Promise.allSettled(refreshes)])
    await again()
    await Promise.allSettled(refreshes)
    for (const token of answered) expect((await rp.userInfo(token)).status).toBe(200)
  }
  expect(await rp.refresh(refreshToken)).toHaveProperty('access_token')
  await expect(rp.redeem(callback)).rejects.toMatchObject({ error: 'invalid_grant' })
  await idp.kill()
})
