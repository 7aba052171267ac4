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

/** Replaces members that are there; text, or whatever a server puts in the place of text. */
function texts(block: Json, names: readonly string[], map: ContentMap): Json {
  const changed = names.flatMap((name): [string, unknown][] =>
    Object.hasOwn(block, name)
      ? [[name, mapJson(block[name], { leaf: (text) => map.text(text), key: (key) => map.key(key) })]]
      : [],
  )
  return changed.length === 0 ? block : { ...block, ...Object.fromEntries(changed) }
}

/** Every string of a JSON value, names of members included. */
export function mapJson(value: unknown, map: Pick<ContentMap, 'leaf' | 'key'>): unknown {
  if (typeof value === 'string') return map.leaf(value)
  if (Array.isArray(value)) return value.map((item: unknown) => mapJson(item, map))
  if (!isObject(value)) return value
  const names = Object.keys(value)
  const mapped = distinct(
    names,
    names.map((name) => map.key(name)),
  )
  return Object.fromEntries(Object.values(value).map((inner, i) => [mapped[i], mapJson(inner, map)]))
}

/**
 * Names that have become the same are numbered, and one that was not changed stays: else a member with something unseen
 * in its name would take the place of another one.
 */
function distinct(names: readonly string[], mapped: readonly string[]): readonly string[] {
  const taken = new Set(mapped)
  if (taken.size === mapped.length) return mapped
  const used = new Set(mapped.filter((name, i) => name === names[i]))
  return mapped.map((name, i) => {
    if (name === names[i]) return name
    let free = name
    for (let n = 2; used.has(free) || (free !== name && taken.has(free)); n++) free = `${name} (${String(n)})`
    used.add(free)
    return free
  })
}

/** Bytes, and what clients understand by form, stay as they are. */
const BINARY = new Set(['image', 'audio'])

function mapBlock(block: Json, map: ContentMap): Json {
  const { type } = block
  if (type === 'text') return texts(block, ['text'], map)
  if (type === 'resource_link') return texts(block, ['name', 'title', 'description'], map)
  if (type === 'resource') {
    return { ...block, resource: mapEach(block['resource'], map, mapResource) }
  }
  if (BINARY.has(String(type))) return block
  // What is not known yet may well be shown to a model.
  const { type: _kept, ...others } = block
  return { type, ...(mapJson(others, map) as Json) }
}

const mapResource = (resource: Json, map: ContentMap): Json =>
  texts(resource, ['text', 'name', 'title', 'description'], map)

const mapMessage = (message: Json, map: ContentMap): Json =>
  'content' in message ? { ...message, content: mapEach(message['content'], map, mapBlock) } : message

/** Members of a list; or the one that stands in its place, for not every server keeps to the form, and hosts are lenient. */
function mapEach(list: unknown, map: ContentMap, each: (item: Json, map: ContentMap) => Json): unknown {
  if (typeof list === 'string') return map.text(list)
  if (Array.isArray(list)) return list.map((item: unknown) => mapEach(item, map, each))
  return isObject(list) ? each(list, map) : list
}

/** Members of results, and what is in them. A block has none of these but `content`, in which there are blocks again. */
const MEMBERS = new Map<string, (value: unknown, map: ContentMap) => unknown>([
  ['content', (value, map) => mapEach(value, map, mapBlock)],
  ['structuredContent', mapJson],
  ['messages', (value, map) => mapEach(value, map, mapMessage)],
  ['contents', (value, map) => mapEach(value, map, mapResource)],
  // Of `tools/call` in revision 2024-10-07.
  ['toolResult', mapJson],
])

/**
 * Goes through what a server answers: text, a content block, a list of blocks, or a result of `tools/call`
 * (`content`, `structuredContent`), `prompts/get` (`messages`) or `resources/read` (`contents`). URIs, media types, bytes
 * and everything about the protocol stay as they are.
 */
export function mapContent(content: unknown, map: ContentMap): unknown {
  if (!isObject(content)) return mapEach(content, map, mapBlock)
  const found = [...MEMBERS].filter(([name]) => Object.hasOwn(content, name))
  // Asked first: a result that calls itself an image is still a result.
  if (found.length === 0 && typeof content['type'] === 'string') return mapBlock(content, map)
  const changed = found.map(([name, change]): [string, unknown] => [name, change(content[name], map)])
  return { ...texts(content, ['description'], map), ...Object.fromEntries(changed) }
}
