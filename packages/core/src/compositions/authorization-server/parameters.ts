import { OAuthError } from '../../errors/index.js'
import { parseForm } from '../../foundation/index.js'

/** The parameters of one request, known names only (AS-08). */
export interface Parameters {
  readonly values: ReadonlyMap<string, string>
  /** Known names that came more than once; they have no value. */
  readonly repeated: ReadonlySet<string>
}

/**
 * Reads the parameters an endpoint knows. Empty ones count as absent, unknown ones do not exist, however often they come
 * (RFC 6749 §3.1).
 *
 * @param text a query without its `?`, or a form body
 * @throws {OAuthError} `invalid_request` for text that is not a form
 */
export function readParameters(text: string, known: readonly string[]): Parameters {
  const parsed = parseForm(text)
  if (!parsed.ok) throw new OAuthError('invalid_request', { reason: `parameters_${parsed.reason}` })
  return {
    values: new Map([...parsed.form].filter(([name]) => known.includes(name))),
    repeated: new Set(parsed.repeated.filter((name) => known.includes(name))),
  }
}

/** The query of a request, without its `?`, as received. */
export function queryOf(request: Request): string {
  return new URL(request.url).search.slice(1)
}

/** @throws {OAuthError} `invalid_target` for several resources, `invalid_request` for anything else that came twice */
export function assertNotRepeated({ repeated }: Parameters): void {
  const [name] = repeated
  if (name === undefined) return
  if (repeated.size === 1 && name === 'resource') {
    throw new OAuthError('invalid_target', { reason: 'resource_repeated', description: 'one resource at a time' })
  }
  throw new OAuthError('invalid_request', { reason: 'parameter_repeated', description: `${name} was sent twice` })
}
