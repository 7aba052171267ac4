import { ClassifierError, isSecurityError } from '../../../errors/index.js'
import { concatBytes, parseJson, type Runtime } from '../../../foundation/index.js'
import type { Outbound } from '../../../primitives/outbound/index.js'
import { createBreaker } from '../circuit-breaker.js'
import { retryAfterMs, withRetries } from './retry.js'
import type { AzureSettings } from './options.js'

/** A verdict on five documents or one text is far smaller. */
const MAX_ANSWER_BYTES = 262_144

/** Asks one operation of the service. @throws {ClassifierError} */
export type Exchange = (
  operation: 'text:shieldPrompt' | 'text:analyze',
  body: object,
  signal: AbortSignal,
) => Promise<unknown>

async function readAnswer(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    length += next.value.length
    if (length > MAX_ANSWER_BYTES) {
      reader?.cancel().catch(() => undefined)
      throw new ClassifierError('classifier_malformed')
    }
    chunks.push(next.value)
  }
  const parsed = parseJson(concatBytes(...chunks))
  if (!parsed.ok) throw new ClassifierError('classifier_malformed')
  return parsed.value
}

/** What a status means. Nothing that the service says is repeated: it quotes what it was sent. */
function failureOf({ status }: Response): ClassifierError | undefined {
  if (status === 200) return undefined
  if (status === 401 || status === 403) return new ClassifierError('classifier_unauthorized')
  if (status === 429) return new ClassifierError('classifier_throttled')
  const refused = status >= 400 && status < 500 && status !== 408
  return new ClassifierError(refused ? 'classifier_refused' : 'classifier_unavailable')
}

/** What was refused will be refused again, and says nothing about the service. */
const isOutage = (error: unknown): boolean =>
  error instanceof ClassifierError && !['classifier_refused', 'content_too_large'].includes(error.reason)

export function createExchange(settings: AzureSettings, outbound: Outbound, runtime: Runtime): Exchange {
  const { key, token, apiVersion, timeoutMs, retries } = settings
  const endpoint = outbound.checkUrl(settings.endpoint).href.replace(/\/$/, '')
  const breaker = createBreaker(settings.breaker, runtime)

  async function credential(): Promise<Record<string, string>> {
    if (key !== undefined) return { 'ocp-apim-subscription-key': key }
    try {
      return { authorization: `Bearer ${(await token?.()) ?? ''}` }
    } catch {
      throw new ClassifierError('classifier_unauthorized')
    }
  }

  async function once(url: string, body: string, signal: AbortSignal): Promise<unknown> {
    const late = new AbortController()
    const finished = new AbortController()
    const clock = runtime.delay(timeoutMs, finished.signal).then(
      () => {
        late.abort()
        throw new ClassifierError('classifier_timeout')
      },
      () => undefined,
    )
    const asked = (async () => {
      const headers = { ...(await credential()), 'content-type': 'application/json', accept: 'application/json' }
      const both = AbortSignal.any([signal, late.signal])
      const response = await outbound.send(url, { method: 'POST', headers, body, signal: both })
      const failure = failureOf(response)
      if (failure === undefined) return await readAnswer(response)
      const waitMs = retryAfterMs(response.headers, runtime.nowMs())
      response.body?.cancel().catch(() => undefined)
      throw Object.assign(failure, waitMs === undefined ? {} : { waitMs })
    })()
    asked.catch(() => undefined)
    try {
      return await Promise.race([asked, clock])
    } catch (error) {
      signal.throwIfAborted()
      // Network errors may carry what was sent; what is ours does not.
      throw isSecurityError(error) && error instanceof ClassifierError
        ? error
        : new ClassifierError('classifier_unavailable')
    } finally {
      finished.abort()
    }
  }

  return (operation, body, signal) => {
    const url = `${endpoint}/contentsafety/${operation}?api-version=${apiVersion}`
    const text = JSON.stringify(body)
    return withRetries(retries, signal, runtime, () => breaker.run(() => once(url, text, signal), isOutage))
  }
}
