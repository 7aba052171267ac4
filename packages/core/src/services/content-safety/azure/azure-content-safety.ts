import { ClassifierError } from '../../../errors/index.js'
import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import { createOutbound } from '../../../primitives/outbound/index.js'
import { gravestOfEach } from '../gravest-of-each.js'
import type { ContentClassifier, ContentFinding, ContentItem } from '../types.js'
import { batches, piecesOf, type Piece } from './chunks.js'
import { createExchange, type Exchange } from './exchange.js'
import { readAzureOptions, type AzureContentSafetyOptions, type AzureSettings } from './options.js'
import { analyzeFindings, shieldFindings } from './verdicts.js'

/** One request, and what it says of each item. */
type Job = (signal: AbortSignal) => Promise<readonly (readonly [item: number, findings: readonly ContentFinding[]])[]>

function shieldJobs(items: readonly ContentItem[], all: readonly Piece[], ask: Exchange): Job[] {
  const isPrompt = ({ item }: Piece): boolean => items[item]?.kind === 'prompt'
  const ofPrompts = all.filter(isPrompt).map(({ item, text }): Job => {
    return async (signal) => {
      const answer = await ask('text:shieldPrompt', { userPrompt: text, documents: [] }, signal)
      return shieldFindings(answer, 0).map((findings) => [item, findings] as const)
    }
  })
  const ofDocuments = batches(all.filter((piece) => !isPrompt(piece))).map((batch): Job => {
    return async (signal) => {
      const documents = batch.map(({ text }) => text)
      const answer = await ask('text:shieldPrompt', { userPrompt: '', documents }, signal)
      return shieldFindings(answer, batch.length).map((findings, i) => [batch[i]?.item ?? 0, findings] as const)
    }
  })
  return [...ofPrompts, ...ofDocuments]
}

function analyzeJobs(all: readonly Piece[], { analyze }: AzureSettings, ask: Exchange): Job[] {
  if (analyze === false) return []
  const { categories, blocklists } = analyze
  return all.map(({ item, text }): Job => {
    return async (signal) => {
      const body = {
        text,
        categories,
        outputType: 'FourSeverityLevels',
        ...(blocklists.length > 0 && { blocklistNames: blocklists, haltOnBlocklistHit: false }),
      }
      return [[item, analyzeFindings(await ask('text:analyze', body, signal), categories)]]
    }
  })
}

/**
 * A classifier that asks Azure AI Content Safety: `text:shieldPrompt` (Prompt Shields) for injected instructions, and
 * `text:analyze` for harmful content and blocklists (F-61). Tool results and definitions are sent as documents, prompts as
 * user prompts; texts over 10 000 characters in overlapping pieces.
 *
 * Requests have a time, are repeated after a jittered wait when the service asks for it or does not answer, and are not made
 * for a while after five failures in a row. Whatever goes wrong, there is no verdict: what happens to the content then is
 * the policy's `onFailure`. Key, token and content stand in no error.
 *
 * @throws {ConfigError} for a wrong option, or an endpoint that may not be asked
 * @example
 * ```ts
 * import { azureContentSafety } from '@sallyport/core/content-safety'
 *
 * const classifier = azureContentSafety({
 *   endpoint: 'https://notes.cognitiveservices.azure.com',
 *   key: 'from your secret store',
 *   analyze: { categories: ['Violence'], blocklists: ['internal-names'] },
 * })
 * console.log(typeof classifier.classify)
 * ```
 */
export function azureContentSafety(
  options: AzureContentSafetyOptions,
  runtime: Runtime = systemRuntime,
): ContentClassifier {
  const settings = readAzureOptions(options)
  const { timeoutMs, totalTimeoutMs, unsafelyAllowHttpLoopback } = settings
  const outbound = createOutbound({ timeoutMs, unsafelyAllowHttpLoopback, urlsFrom: 'configuration' }, runtime)
  const ask = createExchange(settings, outbound, runtime)

  return {
    async classify(items, signal) {
      const all = items.flatMap(({ text }, item) => piecesOf(text).map((piece) => ({ item, text: piece })))
      const shield = settings.shieldPrompt ? shieldJobs(items, all, ask) : []
      const jobs = [...shield, ...analyzeJobs(all, settings, ask)]
      if (jobs.length > settings.maxRequests) throw new ClassifierError('content_too_large')
      const found = await inTime(totalTimeoutMs, signal, runtime, (stop) => runAll(jobs, settings.concurrency, stop))
      return items.map((_item, i) => ({
        findings: gravestOfEach(found.flatMap(([item, findings]) => (item === i ? findings : []))),
      }))
    },
  }
}

async function runAll(jobs: readonly Job[], concurrency: number, signal: AbortSignal) {
  const found: Awaited<ReturnType<Job>>[] = []
  const waiting = [...jobs]
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      signal.throwIfAborted()
      found.push(await job(signal))
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, worker))
  return found.flat()
}

/** Ends all requests when the time is up, the caller gives up, or one of them has failed. */
async function inTime<T>(
  totalMs: number,
  signal: AbortSignal | undefined,
  runtime: Pick<Runtime, 'delay'>,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const stop = new AbortController()
  const finished = new AbortController()
  const clock = runtime.delay(totalMs, finished.signal).then(
    () => stop.abort(new ClassifierError('classifier_timeout')),
    () => undefined,
  )
  void clock
  try {
    return await work(signal ? AbortSignal.any([signal, stop.signal]) : stop.signal)
  } finally {
    finished.abort()
    stop.abort()
  }
}
