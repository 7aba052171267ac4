import { ProtocolError, ProtocolErrorCode, type Client, type StandardSchemaV1 } from '@modelcontextprotocol/client'
import { unreadable } from '../terminal/failure.js'
import type { List, RawSurface } from './source.js'

const METHODS: Readonly<Record<List, string>> = {
  tools: 'tools/list',
  prompts: 'prompts/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
}

const CAPABILITY: Readonly<Record<List, 'tools' | 'prompts' | 'resources'>> = {
  tools: 'tools',
  prompts: 'prompts',
  resources: 'resources',
  resourceTemplates: 'resources',
}

/** A server that pages for ever is not read for ever. */
const MAX_PAGES = 1_000
const MAX_DEFINITIONS = 20_000

/** Definitions are hashed as they were sent: a schema that knows members would drop those it does not know (F-50). */
const asSent: StandardSchemaV1<unknown, Readonly<Record<string, unknown>>> = {
  '~standard': {
    version: 1,
    vendor: 'sallyport',
    validate: (value) => ({ value: value as Readonly<Record<string, unknown>> }),
  },
}

export interface ListOptions {
  readonly lists: readonly List[]
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** For messages. */
  readonly label: string
  readonly progress: (text: string) => void
}

/** Every page of the lists, as the server sent them, and its instructions. A list that it does not offer is empty. */
export async function readSurface(client: Client, options: ListOptions): Promise<RawSurface> {
  const capabilities = client.getServerCapabilities()
  const surface: { -readonly [list in List]?: readonly unknown[] } = {}
  for (const list of options.lists) {
    const isOffered = list === 'tools' || capabilities?.[CAPABILITY[list]] !== undefined
    surface[list] = isOffered ? ((await readList(client, list, options)) ?? []) : []
  }
  const instructions = client.getInstructions()
  return { ...surface, tools: surface.tools ?? [], ...(instructions !== undefined && { instructions }) }
}

async function readList(client: Client, list: List, options: ListOptions): Promise<readonly unknown[] | undefined> {
  const { signal, timeoutMs, label, progress } = options
  const definitions: unknown[] = []
  const cursors = new Set<string>()
  for (let cursor: string | undefined; ;) {
    const request = { method: METHODS[list], ...(cursor !== undefined && { params: { cursor } }) }
    let page: Readonly<Record<string, unknown>>
    try {
      page = await client.request(request, asSent, { signal, timeout: timeoutMs })
    } catch (error) {
      if (isMissing(error) && cursors.size === 0) return undefined
      throw error
    }
    const items = Object.hasOwn(page, list) ? page[list] : undefined
    if (!Array.isArray(items))
      throw unreadable(`${label} answered ${METHODS[list]} without a list.`, 'Repair the server.')
    for (const item of items as readonly unknown[]) definitions.push(item)
    progress(`${String(definitions.length)} ${list} …`)
    const next = page['nextCursor']
    if (typeof next !== 'string') return definitions
    if (cursors.has(next)) throw unreadable(`${label} sends the same page of ${list} again.`, 'Repair the server.')
    cursors.add(next)
    if (cursors.size >= MAX_PAGES || definitions.length > MAX_DEFINITIONS) {
      throw unreadable(
        `${label} has more than ${String(MAX_DEFINITIONS)} ${list}, or more than ${String(MAX_PAGES)} pages of them.`,
        'No model can use so many: is it the right server?',
      )
    }
    cursor = next
  }
}

/** Structural, for errors of another copy of the SDK. */
const isMissing = (error: unknown): boolean =>
  error instanceof ProtocolError && error.code === ProtocolErrorCode.MethodNotFound
