import { readFileSync } from 'node:fs'
import draft7 from 'ajv/dist/refs/json-schema-draft-07.json' with { type: 'json' }
import schema2020 from 'ajv/dist/refs/json-schema-2020-12/schema.json' with { type: 'json' }
import applicator from 'ajv/dist/refs/json-schema-2020-12/meta/applicator.json' with { type: 'json' }
import content from 'ajv/dist/refs/json-schema-2020-12/meta/content.json' with { type: 'json' }
import core from 'ajv/dist/refs/json-schema-2020-12/meta/core.json' with { type: 'json' }
import format from 'ajv/dist/refs/json-schema-2020-12/meta/format-annotation.json' with { type: 'json' }
import metaData from 'ajv/dist/refs/json-schema-2020-12/meta/meta-data.json' with { type: 'json' }
import unevaluated from 'ajv/dist/refs/json-schema-2020-12/meta/unevaluated.json' with { type: 'json' }
import validation from 'ajv/dist/refs/json-schema-2020-12/meta/validation.json' with { type: 'json' }

export type Draft = 'draft7' | 'draft2020-12'

/** A schema of the suite and the values it is tried on. */
export interface Group {
  readonly file: string
  readonly description: string
  readonly schema: unknown
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[]
}

type Json = Record<string, unknown>

const DIALECT = {
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
}
const META: Record<Draft, readonly Json[]> = {
  draft7: [draft7],
  'draft2020-12': [schema2020, applicator, content, core, format, metaData, unevaluated, validation],
}

const lines = (name: string): unknown[] =>
  readFileSync(new URL(`suite/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

export const groupsOf = (draft: Draft): readonly Group[] => lines(draft) as Group[]

interface Remote {
  readonly uri: string
  readonly schema: Json
}

const remotes = {
  draft7: lines('draft7.remotes') as Remote[],
  'draft2020-12': lines('draft2020-12.remotes') as Remote[],
}

/** The other documents a schema names, and those that they name. */
function namedBy(draft: Draft, schema: unknown, found = new Map<string, Json>()): ReadonlyMap<string, Json> {
  const text = JSON.stringify(schema)
  for (const { uri, schema: remote } of remotes[draft]) {
    if (found.has(uri) || !text.includes(uri.replace(/^.*\//, ''))) continue
    const id = remote['$id']
    // It is known by where it was found and by what it calls itself.
    if (id !== undefined && id !== uri) found.set(uri, { $id: uri, allOf: [{ $ref: id }] })
    found.set(id === undefined || id === uri ? uri : `${uri} itself`, { $id: uri, ...remote })
    namedBy(draft, remote, found)
  }
  if (text.includes(`"$ref":"${DIALECT[draft]}`)) for (const one of META[draft]) found.set(String(one['$id']), one)
  return found
}

/**
 * A schema of the suite as one document: a root that is a boolean stands below another, the dialect is named, and what it
 * refers to is bundled (2020-12 Core §9.3), for nothing is fetched.
 */
export function documentOf(draft: Draft, schema: unknown): Json {
  const root = (typeof schema === 'boolean' ? { allOf: [schema] } : schema) as Json
  const named = namedBy(draft, root)
  const keyword = draft === 'draft7' ? 'definitions' : '$defs'
  const bundle = named.size === 0 ? {} : { [keyword]: { ...(root[keyword] as object), ...Object.fromEntries(named) } }
  return { $schema: DIALECT[draft], ...root, ...bundle }
}
