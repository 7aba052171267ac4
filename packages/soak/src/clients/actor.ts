import { createHash } from 'node:crypto'
import { PROCESS_HEADER } from '../deployment/balancer.js'
import type { Book } from '../history/book.js'
import type { Answer, Answered, Outcome } from '../history/observations.js'
import type { Random } from '../random.js'
import type { Metrics } from '../report/metrics.js'

/** A request as its sender saw it. */
export interface Reply {
  readonly beganMs: number
  readonly endedMs: number
  readonly outcome: Outcome
  readonly answer: Answer | undefined
  /** Members of the JSON object that came back; empty when none did. */
  readonly json: Readonly<Record<string, unknown>>
  readonly response: Response | undefined
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | URLSearchParams
  /** Goes to this process, not to the next in turn. */
  readonly process?: number | undefined
}

/** One virtual client with its connection to the deployment; all that it sends is taken down. */
export interface Actor {
  readonly name: string
  readonly origin: string
  readonly random: Random
  readonly book: Book
  /** When it is over, nothing more is sent and nothing is judged. */
  readonly over: AbortSignal
  /** @param what for the trail */
  ask(door: Answered['door'], what: string, path: string, asked?: Asked): Promise<Reply>
  /** A re-login that a lost answer has cost, and why. */
  paid(reason: string): void
}

export interface Surroundings {
  readonly origin: string
  readonly book: Book
  readonly metrics: Metrics
  /** Ends waiting and running requests. */
  readonly over: AbortSignal
}

/** A client gives up here; by then the answer is a violation already. */
const GIVE_UP_MS = 35_000
const BUSY: readonly number[] = [429, 503]

/** What a trail may hold of a secret. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url').slice(0, 10)

function outcomeOf(status: number): Outcome {
  if (status < 400) return 'ok'
  return BUSY.includes(status) || status >= 500 ? 'busy' : 'refused'
}

function jsonOf(text: string): Reply['json'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Reply['json']) : {}
  } catch {
    return {}
  }
}

export function createActor(name: string, address: string, random: Random, around: Surroundings): Actor {
  const { origin, book, metrics, over } = around

  const exchange = async (url: URL, { method = 'GET', headers = {}, body, process }: Asked) => {
    const pinned = process === undefined ? {} : { [PROCESS_HEADER]: String(process) }
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...pinned, 'x-forwarded-for': address },
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(GIVE_UP_MS), over]),
      ...(body !== undefined && { body }),
    })
    return { response, text: await response.text() }
  }

  return {
    name,
    origin,
    random,
    book,
    over,
    paid: (reason) => metrics.paid(reason),
    async ask(door, what, path, asked = {}) {
      over.throwIfAborted()
      const beganMs = performance.now()
      const heard = await exchange(new URL(path, origin), asked).catch((error: unknown) => {
        over.throwIfAborted()
        return { response: undefined, text: causeOf(error) }
      })
      const endedMs = performance.now()
      const { response, text } = heard
      const answer = response && answerOf(response, text)
      const outcome = answer === undefined ? 'lost' : outcomeOf(answer.status)
      const by = response?.headers.get(PROCESS_HEADER) ?? '?'
      const said = `${answer?.status ?? 'lost'} ${door === 'page' ? '' : text.slice(0, 80)}`
      book.note(name, `${stamp(beganMs)} +${(endedMs - beganMs).toFixed(0)} ms ${name} ${what} at ${by}: ${said}`)
      book.observe({ kind: 'answered', who: name, door, beganMs, endedMs, answer })
      metrics.request(outcome, beganMs, endedMs)
      if (answer?.status === 429) metrics.limited()
      return { beganMs, endedMs, outcome, answer, json: jsonOf(answer?.body ?? ''), response }
    },
  }
}

/** Node hides what happened to the connection behind "fetch failed". */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.name
}

export const stamp = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

function answerOf({ status, headers }: Response, body: string): Answer {
  const header = (name: string): string | undefined => headers.get(name) ?? undefined
  return {
    status,
    contentType: header('content-type'),
    retryAfter: header('retry-after'),
    challenge: header('www-authenticate'),
    policy: header('content-security-policy'),
    body,
  }
}
