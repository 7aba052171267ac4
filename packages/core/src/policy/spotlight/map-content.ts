/** What becomes of the strings of a result. */
export interface ContentMap {
  /** Text that a model reads. */
  text(text: string): string
  /** A string of structured content. */
  leaf(text: string): string
  /** The name of a member of structured content. */
  key(key: string): string
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Replaces members that are there and are text. */
function texts(block: Json, names: readonly string[], map: ContentMap): Json {
  const changed = names.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(block, name) ? block[name] : undefined
    return typeof value === 'string' ? [[name, map.text(value)]] : []
  })
  return changed.length === 0 ? block : { ...block, ...Object.fromEntries(changed) }
}

/** Every string of a JSON value, names of members included. */
export function mapJson(value: unknown, map: Pick<ContentMap, 'leaf' | 'key'>): unknown {
  if (typeof value === 'string') return map.leaf(value)
  if (Array.isArray(value)) return value.map((item: unknown) => mapJson(item, map))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [map.key(key), mapJson(inner, map)]))
}

/** Bytes, and what clients understand by form, stay as they are. */
const BINARY = new Set(['image', 'audio'])

function mapBlock(block: Json, map: ContentMap): Json {
  const { type } = block
  if (type === 'text') return texts(block, ['text'], map)
  if (type === 'resource_link') return texts(block, ['name', 'title', 'description'], map)
  if (type === 'resource') {
    return isObject(block['resource']) ? { ...block, resource: mapResource(block['resource'], map) } : block
  }
  if (BINARY.has(String(type))) return block
  // What is not known yet may well be shown to a model.
  const { type: _kept, ...others } = block
  return { type, ...(mapJson(others, map) as Json) }
}

const mapResource = (resource: Json, map: ContentMap): Json => texts(resource, ['text', 'name', 'title'], map)

const mapEach = (list: unknown, each: (item: Json) => Json): unknown =>
  Array.isArray(list) ? list.map((item: unknown) => (isObject(item) ? each(item) : item)) : list

function mapBlocks(content: unknown, map: ContentMap): unknown {
  if (typeof content === 'string') return map.text(content)
  return isObject(content) ? mapBlock(content, map) : mapEach(content, (block) => mapBlock(block, map))
}

const mapMessage = (message: Json, map: ContentMap): Json =>
  'content' in message ? { ...message, content: mapBlocks(message['content'], map) } : message

/**
 * Goes through what a server answers: text, a content block, a list of blocks, or a result of `tools/call`
 * (`content`, `structuredContent`), `prompts/get` (`messages`) or `resources/read` (`contents`). URIs, media types, bytes
 * and everything about the protocol stay as they are.
 */
export function mapContent(content: unknown, map: ContentMap): unknown {
  if (typeof content === 'string') return map.text(content)
  if (Array.isArray(content)) return mapBlocks(content, map)
  if (!isObject(content)) return content
  if (typeof content['type'] === 'string') return mapBlock(content, map)
  const result: Record<string, unknown> = { ...content }
  if ('content' in result) result['content'] = mapBlocks(result['content'], map)
  if ('structuredContent' in result) result['structuredContent'] = mapJson(result['structuredContent'], map)
  if ('messages' in result) result['messages'] = mapEach(result['messages'], (message) => mapMessage(message, map))
  if ('contents' in result) result['contents'] = mapEach(result['contents'], (resource) => mapResource(resource, map))
  if (typeof result['description'] === 'string') result['description'] = map.text(result['description'])
  return result
}
