/** An object of a schema. */
export type Schema = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own member: `constructor` and `__proto__` are names like others. */
export const member = (object: Schema, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown) => typeof value === 'string'
export const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every(isText) && new Set(value).size === value.length
const isFlag = (value: unknown) => typeof value === 'boolean'

const TYPES: readonly unknown[] = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']
const isType = (value: unknown) =>
  TYPES.includes(value) ||
  (isNames(value) && (value as unknown[]).length > 0 && (value as unknown[]).every((one) => TYPES.includes(one)))

/** Keywords with values of their own, as the meta-schema has them. */
export const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isType,
  enum: Array.isArray,
  required: isNames,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  maximum: isNumber,
  exclusiveMaximum: isNumber,
  minimum: isNumber,
  exclusiveMinimum: isNumber,
  maxLength: isCount,
  minLength: isCount,
  pattern: isText,
  maxItems: isCount,
  minItems: isCount,
  uniqueItems: isFlag,
  maxContains: isCount,
  minContains: isCount,
  maxProperties: isCount,
  minProperties: isCount,
  dependentRequired: (value) => isObject(value) && Object.values(value).every(isNames),
  $ref: isText,
  $dynamicRef: isText,
  $anchor: isText,
  $dynamicAnchor: isText,
  $id: isText,
  $schema: isText,
}

/** Keywords with a schema. */
export const WITH_SCHEMA = [
  'not',
  'if',
  'then',
  'else',
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'additionalItems',
]
/** Keywords with a list of schemas. */
export const WITH_LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
/** Keywords with schemas by name. */
export const WITH_NAMES = [
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
  '$defs',
  'definitions',
]
