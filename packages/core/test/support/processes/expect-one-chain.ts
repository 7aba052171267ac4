import { expect, onTestFinished } from 'vitest'
import type { Store } from '../../../src/store/index.js'
import { startChild } from './child.js'
import { CHALLENGE, CLIENT, openGrants, REDIRECT } from './grants.js'
import { PRESENTED_TIMES, type Came } from './presenter.js'

const ALICE = {
  subject: 'A1icexxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  userIssuer: 'https://login.example',
  userSubject: 'alice',
  displayName: undefined,
  roles: [],
  clientId: CLIENT,
  redirectUri: REDIRECT,
  resource: 'https://notes.example/mcp',
  scopes: ['notes:read'],
  offline: true,
}
const PROCESSES = 2

/** Processes redeem a code once between them, end its grant, and leave one chain of a refresh token. */
export async function expectOneChain(store: Store, program: URL, ...args: readonly string[]): Promise<void> {
  const { grants, events } = openGrants(store)
  const [redeemed, refreshed] = [await grants.create(ALICE), await grants.create(ALICE)]
  const code = await grants.issueCode(redeemed, { redirectUri: REDIRECT, codeChallenge: CHALLENGE })
  const refreshToken = await grants.startRefresh(refreshed)

  const presenters = Array.from({ length: PROCESSES }, () => startChild(program, ...args))
  onTestFinished(async () => {
    await Promise.all(presenters.map((presenter) => presenter.kill()))
  })
  await Promise.all(presenters.map((presenter) => presenter.until('ready')))
  for (const presenter of presenters) presenter.send(JSON.stringify({ code, refreshToken }))
  const came = await Promise.all(
    presenters.map(async (presenter) => JSON.parse((await presenter.until('came')).slice('came '.length)) as Came),
  )
  await Promise.all(presenters.map((presenter) => presenter.ended()))

  expect(came.reduce((sum, each) => sum + each.redeemed, 0)).toBe(1)
  expect(await grants.find(redeemed.grantId)).toBeUndefined()
  expect(came.flatMap(({ reasons }) => reasons).filter((reason) => reason !== 'code_replayed')).toEqual([])

  const successors = came.flatMap((each) => each.successors)
  expect(successors).toHaveLength(PROCESSES * PRESENTED_TIMES)
  const [successor = '', ...others] = new Set(successors)
  expect(others).toEqual([])
  expect(came.reduce((sum, each) => sum + each.first, 0)).toBe(1)
  const presented = { refreshToken: successor, clientId: CLIENT, scopes: undefined, resource: undefined }
  expect(await grants.rotateRefresh(presented)).toMatchObject({ generation: 3, retry: false })
  expect(events.some(({ kind }) => kind === 'grant.revoked')).toBe(false)
}
