import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { authorizeUrl, connect, errorOf, refresh } from '../compositions/authorization-server/steps.js'
import { deployment } from './deployment.js'

it('takes a consent back: the client asks again, its tokens are dead, and others live [F-15] [F-09] [AS-59]', async () => {
  const d = deployment()
  const [one, other] = [await connect(d), await connect(d)]
  const { sub = '' } = decodeJwt(one.tokens.access_token)
  expect((await one.browser.get(authorizeUrl({ client_id: one.clientId }))).status).toBe(303)

  expect(await d.sallyport.withdraw(sub, one.clientId)).toBe(1)

  expect(await d.call(one.tokens.access_token)).toBe(401)
  expect(await errorOf(await refresh(d, one.clientId, one.tokens.refresh_token))).toBe('invalid_grant')
  expect((await one.browser.get(authorizeUrl({ client_id: one.clientId }))).status).toBe(200)
  expect(await d.call(other.tokens.access_token)).toBe(200)
  expect(d.events).toContainEqual(
    expect.objectContaining({ kind: 'consent.withdrawn', subject: sub, clientId: one.clientId }),
  )
})

it('takes back nothing for strangers [F-15]', async () => {
  const d = deployment()
  const { clientId, tokens } = await connect(d)
  const { sub = '' } = decodeJwt(tokens.access_token)
  expect(await d.sallyport.withdraw(sub, 'c_other')).toBe(0)
  expect(await d.sallyport.withdraw('somebody', clientId)).toBe(0)
  expect(await d.call(tokens.access_token)).toBe(200)
})
