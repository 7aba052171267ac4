import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ClassifierError } from '../../../src/errors/index.js'
import type { Runtime } from '../../../src/foundation/index.js'
import { answerAsDocumented, azureServer, impatient, KEY, shieldRefusal, type Answer } from './azure-server.js'

const ITEMS = [{ kind: 'tool_result' as const, text: 'secret document' }]
const json =
  (body: string): Answer =>
  (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  }
const status =
  (code: number, headers?: Record<string, string>): Answer =>
  (_asked, response) =>
    shieldRefusal(response, code, String(code), headers)

async function failure(judged: Promise<unknown>): Promise<ClassifierError> {
  const error: unknown = await judged.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ClassifierError)
  for (const secret of [KEY, 'secret document', 'entra']) expect(inspect(error, { depth: 9 })).not.toContain(secret)
  return error as ClassifierError
}

describe('a service that gives no verdict', () => {
  it.each<[string, Answer, string, number]>([
    ['400', status(400), 'classifier_refused', 1],
    ['401', status(401), 'classifier_unauthorized', 1],
    ['403', status(403), 'classifier_unauthorized', 1],
    ['404', status(404), 'classifier_refused', 1],
    ['429', status(429), 'classifier_throttled', 3],
    ['500', status(500), 'classifier_unavailable', 3],
    ['503', status(503), 'classifier_unavailable', 3],
    ['a redirect', status(302, { location: 'https://evil.example/' }), 'classifier_unavailable', 3],
    ['no JSON', json('<html>secret document</html>'), 'classifier_malformed', 1],
    ['JSON of another form', json('{"attackDetected":false}'), 'classifier_malformed', 1],
    ['fewer documents than were asked for', json('{"documentsAnalysis":[]}'), 'classifier_malformed', 1],
    [
      'more of them',
      json('{"documentsAnalysis":[{"attackDetected":false},{"attackDetected":false}]}'),
      'classifier_malformed',
      1,
    ],
    [
      'a verdict that is no truth value',
      json('{"documentsAnalysis":[{"attackDetected":"false"}]}'),
      'classifier_malformed',
      1,
    ],
    [
      'a member twice',
      json('{"documentsAnalysis":[{"attackDetected":true,"attackDetected":false}]}'),
      'classifier_malformed',
      1,
    ],
    ['far too much', json(`{"x":"${'y'.repeat(400_000)}"}`), 'classifier_malformed', 1],
    ['half an answer', (_asked, response) => cut(response), 'classifier_unavailable', 3],
    ['nothing, and hangs up', (_asked, response) => void response.destroy(), 'classifier_unavailable', 3],
  ])('is an error when it answers %s [F-61]', async (_what, answer, reason, attempts) => {
    const { asked, classifier } = await azureServer(answer)
    const error = await failure(classifier({ analyze: false }).classify(ITEMS))
    expect(error.reason).toBe(reason)
    expect(asked).toHaveLength(attempts)
  })

  it.each<[string, Answer]>([
    ['no categories', json('{"categoriesAnalysis":[]}')],
    ['a level that is none', json('{"categoriesAnalysis":[{"category":"Hate","severity":9}]}')],
    ['a category without a level', json('{"categoriesAnalysis":[{"category":"Hate"}]}')],
  ])('is an error when text:analyze answers %s [F-61]', async (_what, answer) => {
    const { classifier } = await azureServer(answer)
    const analyze = { categories: ['Hate' as const] }
    const error = await failure(classifier({ shieldPrompt: false, analyze }).classify(ITEMS))
    expect(error.reason).toBe('classifier_malformed')
  })

  it('is an error when it is too slow, or its answer is [F-61]', async () => {
    for (const answer of [
      () => undefined,
      (_asked: unknown, response: ServerResponse) => void response.writeHead(200).write('{'),
    ]) {
      const { asked, classifier } = await azureServer(answer)
      const error = await failure(classifier({ analyze: false, timeoutMs: 300, retries: 1 }).classify(ITEMS))
      expect(error.reason).toBe('classifier_timeout')
      expect(asked).toHaveLength(2)
    }
  })

  it('is an error when all requests together take too long [F-61]', async () => {
    const { classifier } = await azureServer(() => undefined)
    const error = await failure(classifier({ timeoutMs: 5_000, totalTimeoutMs: 300 }).classify(ITEMS))
    expect(error.reason).toBe('classifier_timeout')
  })

  it('is an error when nobody listens, or no token is to be had [F-61]', async () => {
    const { classifier } = await azureServer()
    const away = classifier({ endpoint: 'http://127.0.0.1:9', analyze: false })
    expect((await failure(away.classify(ITEMS))).reason).toBe('classifier_unavailable')
    const token = () => Promise.reject(new Error(`entra ${KEY}`))
    expect((await failure(classifier({ token }).classify(ITEMS))).reason).toBe('classifier_unauthorized')
  })

  it('ends with the reason of a caller who gave up [F-61]', async () => {
    const { classifier } = await azureServer(() => undefined)
    const reason = new Error('client went away')
    await expect(classifier().classify(ITEMS, AbortSignal.abort(reason))).rejects.toBe(reason)
    const later = new AbortController()
    const judged = classifier().classify(ITEMS, later.signal)
    setTimeout(() => later.abort(reason), 20)
    await expect(judged).rejects.toBe(reason)
  })
})

describe('repeated requests', () => {
  const flaky =
    (failing: number, answer: Answer): Answer =>
    (asked, response, count) =>
      count <= failing ? answer(asked, response, count) : answerAsDocumented(asked, response)

  it.each([
    ['seconds', { 'retry-after': '3' }, 3_000],
    ['milliseconds', { 'retry-after-ms': '700' }, 700],
    ['a date', { 'retry-after': 'Thu, 01 Jan 1970 00:00:05 GMT' }, 4_000],
  ])('wait as long as the service asks, in %s [F-61]', async (_form, headers, waitMs) => {
    const waits: number[] = []
    const { classifier } = await azureServer(flaky(1, status(429, headers)))
    const runtime: Runtime = { ...impatient(waits), nowMs: () => 1_000 }
    expect(await classifier({ analyze: false }, runtime).classify(ITEMS)).toEqual([{ findings: [] }])
    expect(waits).toEqual([waitMs])
  })

  it('wait longer each time, by half of it by chance [F-61]', async () => {
    const waits: number[] = []
    const { classifier } = await azureServer(flaky(2, status(503)))
    const runtime: Runtime = { ...impatient(waits), randomBytes: (length) => new Uint8Array(length) }
    await classifier({ analyze: false }, runtime).classify(ITEMS)
    expect(waits).toEqual([125, 250])
    const longest: number[] = []
    const again = await azureServer(flaky(2, status(503)))
    const high: Runtime = { ...impatient(longest), randomBytes: (length) => new Uint8Array(length).fill(255) }
    await again.classifier({ analyze: false }, high).classify(ITEMS)
    expect(longest).toEqual([250, 500])
  })

  it('are not made when the service asks for more time than there is [F-61]', async () => {
    const { asked, classifier } = await azureServer(status(429, { 'retry-after': '3600' }))
    expect((await failure(classifier({ analyze: false }).classify(ITEMS))).reason).toBe('classifier_throttled')
    expect(asked).toHaveLength(1)
  })
})

describe('the circuit breaker', () => {
  it('asks no more after failures in a row, and lets one request find out [F-61]', async () => {
    let broken = true
    const { asked, classifier } = await azureServer((one, response) =>
      broken ? shieldRefusal(response, 500, '500') : answerAsDocumented(one, response),
    )
    let nowMs = 1_000
    const runtime: Runtime = { ...impatient(), nowMs: () => nowMs }
    const judge = classifier({ analyze: false, retries: 0, breaker: { failures: 3, cooldownMs: 10_000 } }, runtime)
    const reasons: string[] = []
    for (let i = 0; i < 5; i++) reasons.push((await failure(judge.classify(ITEMS))).reason)
    expect(reasons).toEqual([...Array<string>(3).fill('classifier_unavailable'), 'classifier_open', 'classifier_open'])
    expect(asked).toHaveLength(3)

    nowMs += 10_000
    const half = await Promise.allSettled(Array.from({ length: 50 }, () => judge.classify(ITEMS)))
    expect(half.every(({ status: settled }) => settled === 'rejected')).toBe(true)
    expect(asked).toHaveLength(4)
    expect((await failure(judge.classify(ITEMS))).reason).toBe('classifier_open')

    nowMs += 10_000
    broken = false
    expect(await judge.classify(ITEMS)).toEqual([{ findings: [] }])
    expect(await judge.classify(ITEMS)).toEqual([{ findings: [] }])
    expect(asked).toHaveLength(6)
  })

  it('does not open for content that the service refuses [F-61]', async () => {
    const { asked, classifier } = await azureServer(status(400))
    const judge = classifier({ analyze: false, breaker: { failures: 2 } })
    for (let i = 0; i < 4; i++) expect((await failure(judge.classify(ITEMS))).reason).toBe('classifier_refused')
    expect(asked).toHaveLength(4)
  })
})

function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"documentsAnalysis":[', () => response.destroy())
}
