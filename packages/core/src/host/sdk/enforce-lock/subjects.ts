import type { RpcError } from '../../../errors/index.js'
import type { ListName } from '../../../policy/tool-guard/index.js'
import { text } from '../messages.js'
import type { Judgement } from './judge.js'
import { unknownResource, unknownThing } from './refusals.js'

/** What a request is about: one definition of the lists, or a URI that resources and templates stand for. */
export interface Subject {
  /** The lists that decide. */
  readonly lists: readonly ListName[]
  readonly operation: string
  readonly refusal: RpcError
  /** @param judged by list; absent where the lock leaves a list alone */
  readonly admits: (judged: Readonly<Partial<Record<ListName, Judgement>>>) => boolean
}

/** The subject of a request that uses a definition; `undefined` for all others. */
export function subjectOf(request: unknown): Subject | undefined {
  const method = text(request, 'method')
  switch (method) {
    case 'tools/call':
      return named('tools', text(request, 'params', 'name'))
    case 'prompts/get':
      return named('prompts', text(request, 'params', 'name'))
    case 'resources/read':
    case 'resources/subscribe':
      return located(text(request, 'params', 'uri') ?? '')
    case 'completion/complete':
      return text(request, 'params', 'ref', 'type') === 'ref/prompt'
        ? named('prompts', text(request, 'params', 'ref', 'name'))
        : template(text(request, 'params', 'ref', 'uri') ?? '')
    default:
      return undefined
  }
}

function named(list: 'tools' | 'prompts', name: string | undefined): Subject {
  return {
    lists: [list],
    operation: `${list}/${name ?? ''}`,
    refusal: unknownThing(list === 'tools' ? 'tool' : 'prompt', name),
    admits: ({ [list]: judgement }) => judgement === undefined || (name !== undefined && judgement.names.has(name)),
  }
}

/**
 * A resource passes unless it, or a template that it may come from, has drifted. Which template serves a URI, and which
 * spellings of it are one, is for the server to say: every one that fits counts, and while a resource has drifted, what is
 * neither approved itself nor fits an approved template does not pass.
 */
function located(uri: string): Subject {
  const spellings = spellingsOf(uri)
  const fits = (name: string) => spellings.some((spelling) => spelling.startsWith(name.split('{', 1)[0] ?? ''))
  return {
    lists: ['resources', 'resourceTemplates'],
    operation: `resources/${uri}`,
    refusal: unknownResource(),
    admits({ resources, resourceTemplates }) {
      if (resources?.names.has(uri)) return true
      if (resources?.drifts.some(({ name }) => spellings.includes(name))) return false
      if (resourceTemplates?.drifts.some(({ name }) => fits(name))) return false
      if (resources === undefined || resources.drifts.length === 0) return true
      return resourceTemplates === undefined || [...resourceTemplates.names].some(fits)
    },
  }
}

function spellingsOf(uri: string): readonly string[] {
  const spellings = [uri]
  if (URL.canParse(uri)) spellings.push(new URL(uri).href)
  for (const spelling of [...spellings]) {
    try {
      spellings.push(decodeURIComponent(spelling))
    } catch {
      // What cannot be decoded is compared as it is.
    }
  }
  return spellings
}

function template(uri: string): Subject {
  return {
    lists: ['resourceTemplates'],
    operation: `resources/${uri}`,
    refusal: unknownResource(),
    admits: ({ resourceTemplates }) => resourceTemplates === undefined || resourceTemplates.names.has(uri),
  }
}
