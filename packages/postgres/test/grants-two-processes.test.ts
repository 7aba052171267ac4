import { expect, inject, it } from 'vitest'
import { startChild } from '../../sqlite/test/support/children.js'
import { freshSchema } from './support/clients.js'
import { CHALLENGE, CLIENT, openGrants, REDIRECT } from './support/grants.js'

interface Came {
  readonly redeemed: number
  readonly successors: readonly string[]
  readonly first: number
  readonly reasons: readonly string[]
}

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

it(
  'two processes redeem a code once between them, end its grant, and leave one chain of a refresh token [F-05] [AS-31] [AS-56]',
  { timeout: 60_000 },
  async () => {
    const [url, schema] = [inject('postgresUrl'), freshSchema()]
    const { grants, close, events } = openGrants(url, schema)
    const [redeemed, refreshed] = [await grants.create(ALICE), await grants.create(ALICE)]
    const code = await grants.issueCode(redeemed, { redirectUri: REDIRECT, codeChallenge: CHALLENGE })
    const refreshToken = await grants.startRefresh(refreshed)

    const presenters = ['a', 'b'].map(() => startChild(new URL('./support/presenter.ts', import.meta.url), url, schema))
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
    expect(successors).toHaveLength(50)
    const [successor = '', ...others] = new Set(successors)
    expect(others).toEqual([])
    expect(came.reduce((sum, each) => sum + each.first, 0)).toBe(1)
    const presented = { refreshToken: successor, clientId: CLIENT, scopes: undefined, resource: undefined }
    expect(await grants.rotateRefresh(presented)).toMatchObject({ generation: 3, retry: false })
    expect(events.some(({ kind }) => kind === 'grant.revoked')).toBe(false)
    await close()
  },
)
