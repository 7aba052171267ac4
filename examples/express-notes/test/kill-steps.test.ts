import { afterAll, expect, it, vi } from 'vitest'
import { createMcpClient } from 'sallyport-example-support/mcp-client'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import {
  areDead,
  authorization,
  callMcp,
  obtainCode,
  redeem,
  register,
  revoke,
  tokensOf,
} from './support/raw-client.js'
import { openStage } from './support/stage.js'

const stage = await openStage()
afterAll(() => stage.close())
vi.setConfig({ testTimeout: 120_000 })

it('lets the SDK’s client finish although the server is killed after every step [F-12] [F-16] [F-02] [PX-22]', async () => {
  const person = createScriptedPerson('alice')
  const mcp = await createMcpClient({
    endpoint: stage.endpoint,
    name: 'Patient Client',
    async browse(url) {
      const here = mcp.redirectUri
      await stage.restart() // registered
      const page = await person.visit(url, here)
      expect(page.html).toContain('Patient Client')
      await stage.restart() // the consent page is shown
      const login = await person.submit(page, { decision: 'approve' }, here)
      expect(login.url.startsWith(stage.idpOrigin)).toBe(true)
      await stage.restart() // approved, pending at the provider
      const arrival = await person.submit(login, { login: 'alice', password: 'any' }, here)
      await stage.restart() // the client has a code
      await fetch(arrival.url)
    },
  })
  const client = await mcp.connect()
  await client.callTool('notes_add', { text: 'written before the crash' })
  const first = mcp.tokens()
  await stage.restart() // tokens and a note

  expect(mcp.tokens()).toBe(first)
  expect(await client.callTool('notes_list')).toContain('written before the crash')
  expect(JSON.parse(await client.callTool('upstream_profile'))).toMatchObject({ sub: 'alice' })
  mcp.forgetAccessToken()
  expect(JSON.parse(await client.callTool('whoami'))).toMatchObject({ subject: 'alice' })
  expect(mcp.tokens()?.refresh_token).not.toBe(first?.refresh_token)

  // What was used up before a crash is used up after it.
  const callback = person.hops.find((hop) => hop.startsWith(`${stage.origin}/callback`)) ?? ''
  expect(await person.visit(callback, mcp.redirectUri)).toMatchObject({ status: 400, url: callback })
  const code = mcp.callback()?.get('code') ?? ''
  const clientId = mcp.registration()?.client_id ?? ''
  const spent = { code, clientId, verifier: 'v'.repeat(43), redirectUri: mcp.redirectUri }
  expect(await redeem(stage, spent)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  await mcp.close()
})

it('remembers who agreed to what, and the login at the provider [F-15]', async () => {
  const redirectUri = 'https://client.example/callback'
  const person = createScriptedPerson('bob')
  const clientId = await register(stage, redirectUri)
  const before = authorization(stage, clientId, redirectUri)
  await person.approve(before.url)
  await stage.restart()

  const { url, verifier } = authorization(stage, clientId, redirectUri)
  const arrival = await person.visit(url, redirectUri)

  expect(arrival.html).toBeUndefined()
  const code = new URL(arrival.url).searchParams.get('code') ?? ''
  const answer = await redeem(stage, { clientId, code, verifier, redirectUri })
  expect((await callMcp(stage, tokensOf(clientId, answer).accessToken)).status).toBe(200)
})

it('keeps revoked what was acknowledged as revoked [F-09]', async () => {
  const clientId = await register(stage)
  const inHand = await obtainCode(stage, createScriptedPerson('bob'), clientId)
  const tokens = tokensOf(clientId, await redeem(stage, inHand))
  expect((await callMcp(stage, tokens.accessToken)).status).toBe(200)
  expect(await revoke(stage, tokens)).toMatchObject({ status: 200 })
  await stage.restart()

  expect(await areDead(stage, tokens)).toBe(true)
})
