import { matchResource } from '../../policy/uris/index.js'

/**
 * Whether one of the audiences is exactly this resource: never a prefix, a sibling or a parent (RS-25, RS-27). Scheme and
 * host may be written in upper case (RS-07).
 */
export function includesAudience(audiences: readonly string[], resource: string): boolean {
  return audiences.includes(resource) || audiences.some((audience) => matchResource(audience, [resource]) !== undefined)
}
