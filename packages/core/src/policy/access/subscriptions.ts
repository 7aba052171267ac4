import { own, RESOURCES } from './operation.js'

/** More than a person can follow; each one is looked up, so there has to be an end. */
const MAX_RESOURCES = 1_000

/**
 * Keys of the resources that a `subscriptions/listen` wants to hear of (ST-63): whoever is told that a resource has
 * changed learns that it exists and when it changes, so it takes the same access as reading it.
 *
 * @returns `undefined` for a list in another form, which nobody can judge
 */
export function subscribedKeys(message: unknown): readonly string[] | undefined {
  const uris = own(own(own(message, 'params'), 'notifications'), 'resourceSubscriptions')
  if (uris === undefined || uris === null) return []
  if (!Array.isArray(uris) || uris.length > MAX_RESOURCES) return undefined
  const keys = new Set<string>()
  for (const uri of uris as readonly unknown[]) {
    if (typeof uri !== 'string') return undefined
    keys.add(RESOURCES + uri)
  }
  return [...keys]
}
