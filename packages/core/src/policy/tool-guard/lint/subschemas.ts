/** JSON that is an object. */
export type JsonObject = { readonly [member: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keywords whose schemas judge the same value as the schema they stand in. */
const IN_PLACE_LISTS = ['allOf', 'anyOf', 'oneOf']
const IN_PLACE_SINGLES = ['not', 'if', 'then', 'else']
// `dependencies` holds lists of names, too; those are no schemas.
const IN_PLACE_MAPS = ['dependentSchemas', 'dependencies']

/** Keywords whose schemas judge a part of it. */
const LISTS = ['prefixItems']
const SINGLES = [
  'items',
  'additionalItems',
  'unevaluatedItems',
  'additionalProperties',
  'unevaluatedProperties',
  'contains',
  'propertyNames',
  'contentSchema',
]
const MAPS = ['properties', 'patternProperties', '$defs', 'definitions']

/** A schema directly inside another one. */
export interface Child {
  readonly schema: JsonObject
  readonly path: readonly string[]
  /** Judges the same value. */
  readonly inPlace: boolean
  /** `$defs` judge nothing until they are referred to. */
  readonly keyword: string
}

/** The schemas directly inside of one; `true` and `false` are left out. */
export function children(schema: JsonObject): Child[] {
  const found: Child[] = []
  const add = (value: unknown, keyword: string, inPlace: boolean, ...rest: string[]) => {
    if (isObject(value)) found.push({ schema: value, path: [keyword, ...rest], inPlace, keyword })
  }
  const addAll = (keywords: readonly string[], inPlace: boolean) => {
    for (const keyword of keywords) {
      const value = own(schema, keyword)
      if (Array.isArray(value)) value.forEach((each, index) => add(each, keyword, inPlace, String(index)))
    }
  }
  const addMap = (keywords: readonly string[], inPlace: boolean) => {
    for (const keyword of keywords) {
      const value = own(schema, keyword)
      if (isObject(value)) for (const [name, each] of Object.entries(value)) add(each, keyword, inPlace, name)
    }
  }
  addAll(IN_PLACE_LISTS, true)
  for (const keyword of IN_PLACE_SINGLES) add(own(schema, keyword), keyword, true)
  addMap(IN_PLACE_MAPS, true)
  // `items` was a list of schemas before 2020-12.
  addAll([...LISTS, 'items'], false)
  for (const keyword of SINGLES) add(own(schema, keyword), keyword, false)
  addMap(MAPS, false)
  return found
}

/** A schema anywhere inside another one. */
export interface Subschema {
  readonly schema: JsonObject
  readonly path: readonly string[]
  /** Levels of schemas above it. */
  readonly depth: number
  /** Reached through `properties` alone. */
  readonly plain: boolean
}

/** Beyond these nothing is looked at any more; that is a finding of its own. */
export const MAX_SUBSCHEMAS = 2_000
export const MAX_DEPTH = 32

/** Every schema inside of one, itself first, at most one more than {@link MAX_SUBSCHEMAS}. Iterative: depth costs no stack. */
export function subschemas(root: JsonObject): Subschema[] {
  const all: Subschema[] = [{ schema: root, path: [], depth: 0, plain: true }]
  for (let i = 0; i < all.length && all.length <= MAX_SUBSCHEMAS; i++) {
    const parent = all[i]
    if (parent === undefined || parent.depth > MAX_DEPTH) continue
    for (const { schema, path, keyword } of children(parent.schema)) {
      const plain = parent.plain && keyword === 'properties'
      all.push({ schema, path: [...parent.path, ...path], depth: parent.depth + 1, plain })
    }
  }
  return all.slice(0, MAX_SUBSCHEMAS + 1)
}

export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
