import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import type { ListName } from '../../../policy/tool-guard/index.js'
import { cancelledId, errorMessage, idOf, member, methodOf, text, type MessageId } from '../messages.js'
import type { MessageHandler, SdkTransport, Wire } from '../types.js'
import { guardMessages } from '../wrap-transport.js'
import { createFarLists } from './far-lists.js'
import type { Judgement } from './judge.js'
import { asSent, entriesIn, listAskedBy, listsChangedBy, LISTS, nameOf } from './lists.js'
import { createLockGate } from './lock-gate.js'
import { readGuardClientOptions } from './options.js'
import { createOpenRequests } from './open-requests.js'
import { createOwnRequests } from './own-requests.js'
import { subjectOf, type Subject } from './subjects.js'
import type { GuardClientOptions } from './types.js'

type TransportRuntime = Pick<Runtime, 'sha256' | 'nowMs' | 'delay'>

/** Attempts to let a request out while the server announces change after change. */
const MAX_ATTEMPTS = 8

const ALL_LISTS = Object.keys(LISTS) as readonly ListName[]

/** A request of the client whose answer is looked through. */
interface Watched {
  readonly list: ListName | 'instructions'
  /** What was announced until then, for a first page; a later page is never the whole list. */
  readonly askedAt: number | undefined
}

/** Reserved members of `_meta` that a request of revision 2026-07-28 must carry. */
const RESERVED = 'io.modelcontextprotocol/'

const guarded = new WeakSet<object>()

/**
 * Holds the server at the other end of a client's transport to a lock. What it does stands at {@link guardClient}, which
 * calls this; proxies that pass messages on without a `Client` call it themselves, before they set `onmessage`.
 *
 * @returns the same transport
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { lockFromFile } from '@sallyport/core/node'
 * import { lockTransport } from '@sallyport/core/sdk'
 * import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
 *
 * const upstream = new StdioClientTransport({ command: 'notes-server' })
 * lockTransport(upstream, { lock: lockFromFile('notes.lock.json') })
 * ```
 */
export function lockTransport<Transport extends SdkTransport>(
  transport: Transport,
  options: GuardClientOptions,
  runtime: TransportRuntime = systemRuntime,
): Transport {
  const settings = readGuardClientOptions('lockTransport', options)
  if (guarded.has(transport)) return transport
  guarded.add(transport)
  const wire: Wire = transport
  const send = transport.send.bind(transport)
  const gate = createLockGate(settings, runtime)
  const requests = createOwnRequests((message) => send(message), settings.timeoutMs, runtime)
  let envelope: object | undefined
  const lists = createFarLists(gate, requests, () => envelope)
  const open = createOpenRequests<Watched>()
  const held = new Set<MessageId>()

  guardMessages(wire, { receive })
  const closed = wire.onclose?.bind(wire)
  wire.onclose = () => {
    requests.closed()
    open.clear()
    lists.changed(ALL_LISTS)
    closed?.()
  }
  wire.send = async (message, sendOptions) => {
    // Revision 2025-03-26 had batches; each member is judged for itself.
    if (Array.isArray(message)) {
      await Promise.all(message.map((each: object) => wire.send(each, sendOptions)))
      return
    }
    envelope = envelopeOf(message) ?? envelope
    const id = idOf(message)
    const cancelled = cancelledId(message)
    if (cancelled !== undefined) open.close(cancelled)
    // A request that was never sent needs no cancellation.
    if (cancelled !== undefined && held.delete(cancelled)) return
    const subject = subjectOf(message)
    // Servers may run what nobody can be told the end of; a use without an id is not sent.
    if (id === undefined) return subject ? undefined : send(message, sendOptions)
    if (methodOf(message) === undefined) return send(message, sendOptions)
    open.open(id, watch(message))
    try {
      if (subject === undefined || (await isLetOut(id, subject))) return await send(message, sendOptions)
    } catch (error) {
      open.close(id)
      throw error
    }
    if (open.isOpen(id)) wire.onmessage?.(errorMessage(id, wordsOf(subject)))
  }
  return transport

  /** Nothing is awaited between the end of this and the sending. False also for what was cancelled meanwhile. */
  async function isLetOut(id: MessageId, subject: Subject): Promise<boolean> {
    held.add(id)
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      const { count } = lists
      const isAllowed = await admits(subject)
      // What was announced meanwhile counts.
      if (isAllowed && held.has(id) && count !== lists.count) continue
      return held.delete(id) && isAllowed
    }
    held.delete(id)
    gate.unchecked(subject.operation)
    return false
  }

  function watch(message: object): Watched | undefined {
    const method = methodOf(message) ?? ''
    const list = listAskedBy(method)
    const isFirst = text(message, 'params', 'cursor') === undefined
    if (list) return { list, askedAt: isFirst ? lists.count : undefined }
    if (method !== 'initialize' && method !== 'server/discover') return undefined
    // Another server may be there than before.
    lists.changed(ALL_LISTS)
    return { list: 'instructions', askedAt: 0 }
  }

  function receive(message: object, extra: object | undefined, handler: MessageHandler): void {
    if (Array.isArray(message)) return message.forEach((each: object) => receive(each, extra, handler))
    const isAnswer = 'result' in message || 'error' in message
    if (!isAnswer) {
      const changed = listsChangedBy(methodOf(message))
      lists.changed(changed)
      // At once, so that the next call need not wait, and somebody is told if none comes.
      // What cannot be read now is read, and refused, when somebody asks for it.
      for (const list of changed) lists.judge(list).catch(() => undefined)
      return handler(message, extra)
    }
    if (requests.answers(message)) return
    // A second answer, or one under another spelling of the id, would reach the client unseen: SDKs take both.
    const request = 'method' in message ? undefined : open.answered(message)
    if (request === undefined) return failed(new Error('The server answered what nobody asked.'))
    const answer = { ...message, id: request.id }
    const result = member(message, 'result')
    if (request.facts === undefined || typeof result !== 'object' || result === null) return handler(answer, extra)
    visible(request.facts, result)
      .then((shown) => handler({ ...answer, result: shown }, extra))
      .catch(failed)
  }

  function failed(error: unknown): void {
    wire.onerror?.(error instanceof Error ? error : new Error(String(error)))
  }

  async function visible({ list, askedAt }: Watched, result: object): Promise<object> {
    if (list === 'instructions') return withoutInstructions(result)
    try {
      if (!(await gate.judges(list))) return result
      const entries = asSent(entriesIn(list, result)) as unknown[]
      if (askedAt !== undefined && text(result, 'nextCursor') === undefined) lists.learn(list, entries, askedAt)
      const { judgement: page } = await gate.judge(list, [entries])
      const whole = await lists.judge(list)
      const kept = entries.filter((entry) => isIn(page, list, entry) && isIn(whole, list, entry))
      return { ...result, [list]: kept }
    } catch {
      gate.unchecked(`methods/${list}`)
      return { ...result, [list]: [] }
    }
  }

  async function withoutInstructions(result: object): Promise<object> {
    const instructions = text(result, 'instructions')
    if (instructions === undefined || (await gate.trusts(instructions).catch(() => false))) return result
    return Object.fromEntries(Object.entries(result).filter(([name]) => name !== 'instructions'))
  }

  async function admits(subject: Subject): Promise<boolean> {
    const { operation } = subject
    try {
      const judged: Partial<Record<ListName, Judgement>> = {}
      for (const list of subject.lists) {
        const judgement = await lists.judge(list, settings.recheck === 'call')
        if (judgement) judged[list] = judgement
      }
      const passed = subject.admits(judged)
      if (!passed) gate.drifted(operation)
      return passed
    } catch {
      gate.unchecked(operation)
      return false
    }
  }
}

const wordsOf = ({ refusal: { code, message } }: Subject): object => ({ code, message })

const isIn = (judgement: Judgement | undefined, list: ListName, entry: unknown): boolean =>
  judgement?.names.has(nameOf(list, entry) ?? '') === true

/** What our own requests must repeat of a request of the client. */
function envelopeOf(message: object): object | undefined {
  const meta = member(message, 'params', '_meta')
  if (idOf(message) === undefined || typeof meta !== 'object' || meta === null) return undefined
  const reserved = Object.entries(meta).filter(([name]) => name.startsWith(RESERVED))
  return reserved.length > 0 ? Object.fromEntries(reserved) : undefined
}
