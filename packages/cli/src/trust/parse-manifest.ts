import { canonicalJson, parseJson } from '@sallyport/core/tool-guard'
import type * as z from 'zod/mini'
import { FileEntrySchema, ManifestSchema, NpmEntrySchema } from './manifest-schema.js'
import type { TrustEntry, TrustManifest } from './types.js'
import { UntrustedError } from './untrusted.js'

const MAX_DEPTH = 8

const PROBLEMS = {
  malformed: 'is not JSON',
  duplicate_key: 'says something twice',
  too_deep: 'is nested too deeply',
} as const

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('')

function invalid(problem: string, path: readonly PropertyKey[] = []): UntrustedError {
  const place = path.length === 0 ? '' : ` at ${pointer(path)}`
  return new UntrustedError(
    'manifest_invalid',
    `The manifest is not valid${place}: ${problem}.`,
    'Correct it, or take it from where it was reviewed.',
  )
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, path: readonly PropertyKey[]) {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  // Names of members that are not known are a stranger's text: their place says enough.
  const problem =
    issue?.code === 'unrecognized_keys' ? 'it has a member that is not known' : (issue?.message ?? 'wrong')
  throw invalid(problem, [...path, ...(issue?.path ?? [])])
}

/** Two spellings of one thing would let a reviewer see one and the start use the other. */
function assertOnce(names: readonly string[], what: string, path: readonly PropertyKey[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalid(`${what} twice`, path)
}

function parseEntry(value: unknown, index: number): TrustEntry {
  const path = ['servers', index]
  const isNpm = typeof value === 'object' && value !== null && Object.hasOwn(value, 'npm')
  const entry: TrustEntry = parse(isNpm ? NpmEntrySchema : FileEntrySchema, value, path)
  const variables = [...entry.env, ...Object.keys(entry.set ?? {}), ...Object.keys(entry.secrets ?? {})]
  // Windows does not tell the case of variables apart.
  assertOnce(
    variables.map((name) => name.toUpperCase()),
    'a variable is named',
    path,
  )
  if ('npm' in entry) {
    const places = [`node_modules/${entry.npm.package}`, ...entry.npm.packages.map(({ at }) => at)]
    assertOnce(places, 'a package lies in one place', [...path, 'npm', 'packages'])
  } else {
    assertOnce(
      entry.files.map((file) => file.path),
      'a file is named',
      [...path, 'files'],
    )
  }
  return entry
}

/** A byte order mark, of UTF-8 or UTF-16: editors and shells put it there, and JSON has none (RFC 8259 §8.1). */
function assertUnmarked(text: string | Uint8Array): void {
  const [first, second, third] = typeof text === 'string' ? [text.charCodeAt(0)] : text
  const isUtf8 = first === 0xef && second === 0xbb && third === 0xbf
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (first === 0xfeff || isUtf8 || isUtf16) {
    throw invalid('it begins with a byte order mark, and has to be UTF-8 without one')
  }
}

/**
 * Reads `mcp-servers.trust.json` (F-56). Strict: a member that is not known, one that stands twice in an object, a range
 * instead of a version, a checksum that is none, a variable that loads code: all refuse the whole file.
 *
 * @throws {UntrustedError} `manifest_invalid`, with the place
 * @example
 * ```ts
 * import { parseTrustManifest } from '@sallyport/cli'
 *
 * const manifest = parseTrustManifest('{ "version": 1, "servers": [] }')
 * console.log(manifest.servers.length) // 0
 * ```
 */
export function parseTrustManifest(text: string | Uint8Array): TrustManifest {
  assertUnmarked(text)
  const parsed = parseJson(text, MAX_DEPTH)
  if (!parsed.ok) throw invalid(PROBLEMS[parsed.reason])
  const written = canonicalOf(parsed.value)
  const { servers } = parse(ManifestSchema, parsed.value, [])
  const entries = servers.map(parseEntry)
  assertOnce(
    entries.map(({ name }) => name.toLowerCase()),
    'a server is named',
    ['servers'],
  )
  const manifest: TrustManifest = { version: 1, servers: entries }
  // A member called `__proto__` is passed over by a schema, but not by us.
  if (canonicalJson(manifest) !== written) throw invalid('it has a member that is not known')
  return manifest
}

function canonicalOf(value: unknown): string {
  try {
    return canonicalJson(value)
  } catch {
    throw invalid('it holds half a character')
  }
}
