import { ConfigError } from '../../errors/index.js'

/** Arguments that headers repeat, by the part of the header's name behind `Mcp-Param-`: a path, or a JSON Pointer. */
export type MirroredArguments = Readonly<Record<string, string>>

/** One of them, resolved. */
export interface MirroredArgument {
  /** Header in lower case, for example `mcp-param-region`. */
  readonly header: string
  /** Member names from `params.arguments` down to the value. */
  readonly path: readonly string[]
}

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]{1,64}$/i

/** Deeper schemas are nobody's, and a schema that holds itself has no end. */
const MAX_DEPTH = 32

/**
 * Reads `mirrored` of a rule.
 *
 * @param option for the error, for example `operations.tools/query`
 * @throws {ConfigError} on a name that is no part of a header's name, on one that stands twice, and on an empty path
 */
export function resolveMirrored(mirrored: MirroredArguments, option: string): readonly MirroredArgument[] {
  const seen = new Set<string>()
  return Object.freeze(
    Object.entries(mirrored).map(([suffix, path]) => {
      assertSuffix(suffix, seen, option)
      const names = parsePath(path)
      if (!path.startsWith('/') && names.includes('')) {
        throw refusal(
          option,
          `${JSON.stringify(path)} names no argument.`,
          'Write "region", "filter.region" or "/region".',
        )
      }
      return Object.freeze({ header: `mcp-param-${suffix.toLowerCase()}`, path: Object.freeze(names) })
    }),
  )
}

/**
 * The `mirrored` of a rule, from a tool's own schema: every `x-mcp-header` that is reached through `properties` alone,
 * nested ones too. Annotations elsewhere make a tool invalid and name no argument; they are left out.
 *
 * @param inputSchema as `tools/list` shows it
 * @returns JSON Pointers (RFC 6901) by header suffix, for {@link OperationRule}
 * @throws {ConfigError} on a name that is no part of a header's name, and on one that stands twice in any case
 * @example
 * ```ts
 * import { mirroredParameters } from '@sallyport/core/access'
 *
 * const inputSchema = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } }
 * console.log(mirroredParameters(inputSchema)) // { Region: '/region' }
 * ```
 */
export function mirroredParameters(inputSchema: unknown): MirroredArguments {
  const found: [suffix: string, pointer: string][] = []
  const seen = new Set<string>()
  const visit = (schema: unknown, pointer: string, depth: number): void => {
    if (!isObject(schema) || depth > MAX_DEPTH) return
    const suffix = Object.hasOwn(schema, 'x-mcp-header') && pointer !== '' ? schema['x-mcp-header'] : undefined
    if (suffix !== undefined) {
      assertSuffix(suffix, seen, 'x-mcp-header')
      found.push([suffix, pointer])
    }
    const properties = Object.hasOwn(schema, 'properties') ? schema['properties'] : undefined
    if (!isObject(properties)) return
    for (const [name, child] of Object.entries(properties)) {
      visit(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
    }
  }
  visit(inputSchema, '', 0)
  return Object.fromEntries(found)
}

/** `/a/b~1c` is a JSON Pointer, `a.b` the short form for names without dots. */
function parsePath(path: string): string[] {
  if (!path.startsWith('/')) return path.split('.')
  return path
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Header names know no upper and lower case, so neither may two suffixes differ by it alone. */
function assertSuffix(suffix: unknown, seen: Set<string>, option: string): asserts suffix is string {
  if (typeof suffix !== 'string' || !TOKEN.test(suffix)) {
    throw refusal(option, `${JSON.stringify(suffix)} is no part of a header's name.`, 'Write letters, digits and "-".')
  }
  if (seen.has(suffix.toLowerCase())) {
    throw refusal(option, `the header ${JSON.stringify(suffix)} is named twice.`, 'Give each argument its own header.')
  }
  seen.add(suffix.toLowerCase())
}

function refusal(option: string, problem: string, fix: string): ConfigError {
  return new ConfigError({ option, anchor: 'operations', problem, fix })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
