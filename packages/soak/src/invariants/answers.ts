import type { Answer, Answered } from '../history/observations.js'
import { eachObservation, seconds, type Invariant, type Promises } from './invariant.js'

const CLEAN: Readonly<Record<Answered['door'], readonly number[]>> = {
  mcp: [200, 202, 204, 400, 401, 403, 404, 429, 503],
  oauth: [200, 201, 400, 401, 429, 503],
  // 409 is the page that tells that a form was sent before.
  page: [200, 303, 400, 403, 409, 429, 503],
}
const BUSY: readonly number[] = [429, 503]

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

function problemOf(door: Answered['door'], answer: Answer): string | undefined {
  const { status, contentType = '', retryAfter = '', challenge, policy, body } = answer
  if (!CLEAN[door].includes(status)) return `the status ${status}`
  if (BUSY.includes(status) && !/^[1-9]\d*$/.test(retryAfter)) return `a ${status} without Retry-After`
  if (door === 'page') {
    const isOurs = !contentType.includes('html') || policy !== undefined
    return isOurs ? undefined : 'a page that is none of ours'
  }
  if (status === 401 && door === 'mcp' && !challenge?.startsWith('Bearer ')) return 'a 401 without a challenge'
  const mustBeJson = status >= 400 || body !== ''
  if (mustBeJson && !(contentType.startsWith('application/json') && isJsonObject(body)))
    return 'something else than JSON'
  return undefined
}

/** Every refusal is one that a client can work with: no 500, no page of Node, and it says when to come again. */
export function answersAreClean(): Invariant {
  return eachObservation('every refusal is a clean one', (seen) => {
    if (seen.kind !== 'answered' || seen.answer === undefined) return undefined
    const problem = problemOf(seen.door, seen.answer)
    if (problem === undefined) return true
    const { status, body } = seen.answer
    return `${problem} came at ${seconds(seen.endedMs)} (${status}): ${body.slice(0, 200)}`
  })
}

/** An answer, or the end of the connection; nobody waits for ever. */
export function nothingHangs({ answerMs }: Promises): Invariant {
  return eachObservation('no request hangs', (seen) => {
    if (seen.kind !== 'answered') return undefined
    const tookMs = seen.endedMs - seen.beganMs
    return tookMs <= answerMs || `a request of ${seconds(seen.beganMs)} took ${seconds(tookMs)}`
  })
}
