import { kindOf, toStored } from '@sallyport/core/store'
import { createHash } from 'node:crypto'

/**
 * The names of all keys: `<prefix>{<tag>}<letter>:<name>`. The first brace is ours, and a tag is never empty, so no
 * brace in a name is ever taken for a hash tag (Redis Cluster specification, "Hash tags").
 */
export interface Layout {
  record(key: string): string
  /** Where a record lies for a moment after it was taken, so that a command sent twice is told the same. */
  receipt(key: string, attempt: string): string
  index(name: string): string
  /** Keys of a kind by expiry. */
  share(kind: string): string
  /** The kinds there are. */
  readonly kinds: string
  /** Buckets of a kind by the instant at which each is full. */
  buckets(key: string, partitions: number): string
  readonly log: { readonly head: string; readonly bySeq: string; readonly byExpiry: string; readonly targets: string }
  readonly events: string
}

const SHARD = /^[\w-]{3}/
const OUR_SUBJECT = /^[\w-]{43}$/

export function createLayout(prefix: string): Layout {
  const name = (tag: string, letter: string, rest: string): string => `${prefix}{${tag}}${letter}:${toStored(rest)}`
  return {
    record: (key) => name(tagOf(key), 'r', key),
    receipt: (key, attempt) => name(tagOf(key), 'w', attempt),
    index: (index) => name(tagOf(index), 'i', index),
    share: (kind) => name('shares', 's', kind),
    kinds: name('shares', 'k', ''),
    buckets: (key, partitions) => name(bucketTag(key, partitions), 'b', kindOf(key)),
    log: {
      head: name('log', 'h', ''),
      bySeq: name('log', 'n', ''),
      byExpiry: name('log', 'x', ''),
      targets: name('log', 't', ''),
    },
    events: name('events', 'e', ''),
  }
}

/** What an id begins with: of all ids of a person that is the shard. Any other text is spread by its hash. */
function tagOf(key: string): string {
  return SHARD.exec(key.slice(kindOf(key).length + 1))?.[0] ?? spread(key)
}

/** A person's buckets lie together, beside the person's records; those of strangers in so many heaps. */
function bucketTag(key: string, partitions: number): string {
  const kind = kindOf(key)
  if (kind.startsWith('user')) return shardOfPrincipal(key.slice(kind.length + 1))
  const partition = partitions === 1 ? 0 : parseInt(hash(key).slice(0, 8), 16) % partitions
  return `${toStored(kind).replaceAll(/[{}]/g, '_')}.${String(partition)}`
}

/** Ids of these buckets are JSON arrays that begin with issuer and subject. The shard is that of core's foundation. */
function shardOfPrincipal(id: string): string {
  const subject = subjectOf(id) ?? id
  return OUR_SUBJECT.test(subject) ? subject.slice(0, 3) : spread(subject)
}

function subjectOf(id: string): string | undefined {
  if (!id.startsWith('[')) return undefined
  try {
    const [, subject] = JSON.parse(id) as unknown[]
    return typeof subject === 'string' ? subject : undefined
  } catch {
    return undefined
  }
}

function spread(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 3)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
