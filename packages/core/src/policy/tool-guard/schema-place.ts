/** Keywords whose members are schemas by name. */
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

/** Keywords that hold a list of schemas. */
const LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])

/** Keywords that hold one schema. */
const SINGLES = new Set([
  'items',
  'additionalProperties',
  'additionalItems',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contains',
  'propertyNames',
  'contentSchema',
  'not',
  'if',
  'then',
  'else',
])

/** Where in a schema a change took place. */
export interface SchemaPlace {
  /** The innermost keyword; empty for the schema as a whole. */
  readonly keyword: string
  /** True when the change is a whole schema inside `keyword`: a property, or an alternative. */
  readonly whole: boolean
  /** Name of the property that `whole` is about. */
  readonly name: string
  /** True below `not`, where tighter is looser. */
  readonly negated: boolean
}

/** Follows a pointer into a schema; a property called `enum` is not mistaken for the keyword. */
export function schemaPlace(tokens: readonly string[]): SchemaPlace {
  let negated = false
  for (let i = 0; i < tokens.length; i++) {
    const keyword = tokens[i] ?? ''
    const last = i === tokens.length - 1
    if (MAPS.has(keyword) || LISTS.has(keyword)) {
      i++
      if (i >= tokens.length - 1) return { keyword, whole: !last, name: tokens[i] ?? '', negated }
    } else if (SINGLES.has(keyword) && !last) {
      // `items` was a list of schemas before 2020-12.
      if (keyword === 'items' && /^\d+$/.test(tokens[i + 1] ?? '')) i++
      if (keyword === 'not') negated = !negated
    } else {
      return { keyword, whole: false, name: '', negated }
    }
  }
  return { keyword: '', whole: true, name: '', negated }
}
