import type { FieldChange } from './field-changes.js'
import { schemaPlace } from './schema-place.js'
import { judgeText, type Judgement } from './text-risk.js'

const UPPER = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains'])
const LOWER = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains'])
const TEXTS = new Set(['description', 'title', '$comment', 'examples', 'example'])

/** Keywords that only ever narrow: to add one tightens, to remove one loosens. */
const NARROWING = new Set([
  'pattern',
  'format',
  'const',
  'enum',
  'type',
  'multipleOf',
  'uniqueItems',
  'propertyNames',
  'dependentRequired',
  'dependencies',
  'contains',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'items',
  'contentMediaType',
  'contentEncoding',
  'contentSchema',
  'dependentSchemas',
  'patternProperties',
  'unevaluatedItems',
  'anyOf',
  'oneOf',
  'prefixItems',
])

const CLOSING = new Set(['additionalProperties', 'unevaluatedProperties', 'additionalItems'])

const loosened = (what: string): Judgement => ({ severity: 'high', note: `schema loosened: ${what}` })
const tightened = (what: string): Judgement => ({ severity: 'low', note: `schema tightened: ${what}` })
const altered = (what: string): Judgement => ({ severity: 'high', note: `schema changed: ${what}` })

/** Judges a change inside a schema; `tokens` start at the schema. */
export function judgeSchema(change: FieldChange, tokens: readonly string[]): Judgement {
  if (change.kind === 'reordered') return { severity: 'low', note: 'another order, the same values' }
  const place = schemaPlace(tokens)
  const judged = place.whole ? judgeWhole(change, place.keyword, place.name) : judgeKeyword(change, place.keyword)
  // Below `not` everything means its opposite; neither way is then harmless.
  return place.negated && judged.severity === 'low' && judged.note.startsWith('schema') ? altered('inside not') : judged
}

function judgeWhole({ kind, before, after }: FieldChange, keyword: string, name: string): Judgement {
  if (keyword === '') return altered('another schema')
  if (keyword === 'properties') {
    if (kind === 'added') return { severity: 'medium', note: `parameter ${JSON.stringify(name)} added` }
    if (kind === 'removed') return { severity: 'medium', note: `parameter ${JSON.stringify(name)} removed` }
    return after === true ? loosened('anything goes') : altered(`parameter ${JSON.stringify(name)}`)
  }
  if (keyword === 'anyOf' || keyword === 'oneOf') {
    return kind === 'added'
      ? loosened('another alternative')
      : kind === 'removed'
        ? tightened('an alternative less')
        : altered(keyword)
  }
  if (
    keyword === 'allOf' ||
    keyword === 'patternProperties' ||
    keyword === 'dependentSchemas' ||
    keyword === 'prefixItems'
  ) {
    return kind === 'added' ? tightened(keyword) : kind === 'removed' ? loosened(keyword) : altered(keyword)
  }
  if (CLOSING.has(keyword)) return judgeClosing(before, after)
  return kind === 'added' ? { severity: 'medium', note: `${keyword} added` } : altered(keyword)
}

function judgeKeyword({ kind, before, after, tokens }: FieldChange, keyword: string): Judgement {
  if (TEXTS.has(keyword)) {
    const old = typeof before === 'string' ? before : ''
    if (kind === 'removed') return { severity: 'low', note: `${keyword} removed` }
    return typeof after === 'string' ? judgeText(old, after) : { severity: 'medium', note: keyword }
  }
  if (keyword === 'required') return judgeRequired(kind)
  if (keyword === 'enum' || keyword === 'type') return judgeChoice({ kind, before, after, tokens }, keyword)
  if (UPPER.has(keyword)) return judgeBound(before, after, keyword, (old, fresh) => fresh > old)
  if (LOWER.has(keyword)) return judgeBound(before, after, keyword, (old, fresh) => fresh < old)
  if (CLOSING.has(keyword)) return judgeClosing(before, after)
  if (keyword === 'default')
    return kind === 'removed' ? { severity: 'low', note: 'default removed' } : altered('another default')
  if (keyword === 'x-mcp-header') return altered('which parameter travels in a header')
  if (keyword === '$ref' || keyword === '$dynamicRef' || keyword === '$id') {
    const outside = typeof after === 'string' && !after.startsWith('#')
    return outside ? { severity: 'critical', note: 'the schema now refers to another document' } : altered(keyword)
  }
  if (keyword === 'properties') return altered('all parameters')
  if (NARROWING.has(keyword)) {
    return kind === 'added' ? tightened(keyword) : kind === 'removed' ? loosened(keyword) : altered(keyword)
  }
  return { severity: 'medium', note: `${keyword} ${kind}` }
}

function judgeRequired(kind: FieldChange['kind']): Judgement {
  if (kind === 'removed') return loosened('a parameter is no longer required')
  return { severity: 'high', note: 'another parameter is required' }
}

function judgeChoice({ kind, before, after, tokens }: FieldChange, keyword: string): Judgement {
  const member = tokens[tokens.length - 1] !== keyword
  if (member) return kind === 'added' ? loosened(`${keyword} takes more`) : tightened(`${keyword} takes less`)
  if (kind === 'added') return tightened(keyword)
  if (kind === 'removed') return loosened(keyword)
  return Array.isArray(after) && after.includes(before) ? loosened(`${keyword} takes more`) : altered(keyword)
}

function judgeBound(
  before: unknown,
  after: unknown,
  keyword: string,
  looser: (a: number, b: number) => boolean,
): Judgement {
  if (after === undefined) return loosened(`no ${keyword}`)
  if (before === undefined) return tightened(keyword)
  if (typeof before !== 'number' || typeof after !== 'number') return altered(keyword)
  return looser(before, after) ? loosened(`${keyword} from ${String(before)} to ${String(after)}`) : tightened(keyword)
}

function judgeClosing(before: unknown, after: unknown): Judgement {
  if (after === false) return tightened('no further members')
  if (before === false) return loosened('further members are taken')
  if (before === undefined || before === true) return tightened('further members are restricted')
  return after === undefined || after === true ? loosened('further members are taken') : altered('further members')
}
