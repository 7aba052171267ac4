import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import type { ListName } from '../../../policy/tool-guard/index.js'
import { cancelledId, errorMessage, idOf, member, methodOf, text, type MessageId } from '../messages.js'
import type { MessageHandler, SdkTransport, Wire } from '../types.js'
import { guardMessages } from '../wrap-transport.js'
import { createFarLists } from './far-lists.js'
import type { Judgement } from './judge.js'
import { asSent, entriesIn, listAskedBy, listsChangedBy, nameOf } from './lists.js'
import { createLockGate } from './lock-gate.js'
import { readGuardClientOptions } from './options.js'
import { createOwnRequests } from './own-requests.js'
import { subjectOf, type Subject } from './subjects.js'
import type { GuardClientOptions } from './types.js'

type TransportRuntime = Pick<Runtime, 'sha256' | 'nowMs' | 'delay'>

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
  const watched = new Map<MessageId, Watched>()
  const held = new Set<MessageId>()
  let deliver: MessageHandler | undefined

  guardMessages(wire, { receive })
  const closed = wire.onclose?.bind(wire)
  wire.onclose = () => {
    requests.closed()
    closed?.()
  }
  wire.send = async (message, sendOptions) => {
    envelope = envelopeOf(message) ?? envelope
    const id = idOf(message)
    const cancelled = cancelledId(message)
    // A request that was never sent needs no cancellation.
    if (cancelled !== undefined && held.delete(cancelled)) return
    const subject = id === undefined ? undefined : subjectOf(message)
    if (id !== undefined) watch(id, message)
    if (id === undefined || subject === undefined) return send(message, sendOptions)
    held.add(id)
    let allowed: boolean
    let count: number
    do {
      count = lists.count
      allowed = await admits(subject)
      // What was announced meanwhile counts. Nothing is awaited between here and the sending.
    } while (allowed && held.has(id) && count !== lists.count)
    if (!held.delete(id)) return
    if (allowed) return send(message, sendOptions)
    const { code, message: words } = subject.refusal
    deliver?.(errorMessage(id, { code, message: words }))
  }
  return transport

  function watch(id: MessageId, message: object): void {
    const method = methodOf(message) ?? ''
    const list = listAskedBy(method)
    const isFirst = text(message, 'params', 'cursor') === undefined
    if (list) watched.set(id, { list, askedAt: isFirst ? lists.count : undefined })
    if (method === 'initialize' || method === 'server/discover') watched.set(id, { list: 'instructions', askedAt: 0 })
  }

  function receive(message: object, extra: object | undefined, handler: MessageHandler): void {
    deliver = handler
    if (requests.answers(message)) return
    const changed = listsChangedBy(methodOf(message))
    lists.changed(changed)
    // At once, so that the next call need not wait, and somebody is told if none comes.
    // What cannot be read now is read, and refused, when somebody asks for it.
    for (const list of changed) lists.judge(list).catch(() => undefined)
    const id = methodOf(message) === undefined ? idOf(message) : undefined
    const request = id === undefined ? undefined : watched.get(id)
    const result = member(message, 'result')
    if (id !== undefined) watched.delete(id)
    if (request === undefined || typeof result !== 'object' || result === null) return handler(message, extra)
    const failed = (error: unknown) => wire.onerror?.(error instanceof Error ? error : new Error(String(error)))
    visible(request, result)
      .then((shown) => handler({ ...message, result: shown }, extra))
      .catch(failed)
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

const isIn = (judgement: Judgement | undefined, list: ListName, entry: unknown): boolean =>
  judgement?.names.has(nameOf(list, entry) ?? '') === true

/** What our own requests must repeat of a request of the client. */
function envelopeOf(message: object): object | undefined {
  const meta = member(message, 'params', '_meta')
  if (idOf(message) === undefined || typeof meta !== 'object' || meta === null) return undefined
  const reserved = Object.entries(meta).filter(([name]) => name.startsWith(RESERVED))
  return reserved.length > 0 ? Object.fromEntries(reserved) : undefined
}
