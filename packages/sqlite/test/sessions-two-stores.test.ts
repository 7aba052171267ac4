import { join } from 'node:path'
import { createSessions, type SessionCaller } from '@sallyport/core/sessions'
import { expect, it, onTestFinished } from 'vitest'
import { sqliteStore } from '../src/index.js'
import { temporaryDirectory } from './support/directory.js'

const ALICE: SessionCaller = {
  issuer: 'https://notes.example',
  subject: 'A1icexxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  clientId: 'c_1',
  resource: 'https://notes.example/mcp',
  roles: [],
  grantId: 'g1',
  address: '192.0.2.1',
  userAgent: 'test',
  headerLines: () => [],
}
const MALLORY = { ...ALICE, subject: 'Ma110ryxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }

function open(path: string) {
  const store = sqliteStore({ path })
  onTestFinished(() => store.close())
  return createSessions({ records: store.records, maxPerOwner: 10 }, { record: () => undefined })
}

it('is one session in all that share a file, and dead in all when it ends in one [ST-23] [ST-26] [F-30]', async () => {
  const path = join(temporaryDirectory(), 'store.db')
  const [here, there] = [open(path), open(path)]
  const id = here.newSessionId()
  await here.bind(ALICE, id)
  expect(await there.check(ALICE, id)).toEqual({ allowed: true })
  expect(await there.check(MALLORY, id)).toMatchObject({ answer: 'unknown' })
  await there.end(MALLORY, id)
  expect(await here.check(ALICE, id)).toEqual({ allowed: true })
  expect(await there.endNow(ALICE, id)).toBe(true)
  expect(await here.check(ALICE, id)).toMatchObject({ answer: 'unknown' })
  // Told of it late, the first one does not bring it back to life.
  await here.bind(ALICE, id)
  expect(await there.check(ALICE, id)).toMatchObject({ answer: 'unknown' })
})

it('holds the limit of an owner when two open at once [F-31]', async () => {
  const path = join(temporaryDirectory(), 'store.db')
  const both = [open(path), open(path)]
  const ids = Array.from({ length: 30 }, () => both[0]?.newSessionId() ?? '')
  await Promise.all(ids.map((id, index) => both[index % 2]?.bind(ALICE, id)))
  const verdicts = await Promise.all(ids.map((id) => both[0]?.check(ALICE, id)))
  expect(verdicts.filter((verdict) => verdict?.allowed)).toHaveLength(10)
})
