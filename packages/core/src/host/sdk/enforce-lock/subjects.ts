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
 * A resource passes unless it, or a template it may come from, has drifted: which template serves a URI is for the server
 * to say, so one whose fixed beginning fits counts.
 */
function located(uri: string): Subject {
  return {
    lists: ['resources', 'resourceTemplates'],
    operation: `resources/${uri}`,
    refusal: unknownResource(),
    admits({ resources, resourceTemplates }) {
      if (resources?.names.has(uri)) return true
      if (resources?.drifts.some(({ name }) => name === uri)) return false
      return !resourceTemplates?.drifts.some(({ name }) => uri.startsWith(name.split('{', 1)[0] ?? ''))
    },
  }
}

function template(uri: string): Subject {
  return {
    lists: ['resourceTemplates'],
    operation: `resources/${uri}`,
    refusal: unknownResource(),
    admits: ({ resourceTemplates }) => resourceTemplates === undefined || resourceTemplates.names.has(uri),
  }
}
