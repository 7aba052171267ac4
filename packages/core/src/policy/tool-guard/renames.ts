import { canonicalJson } from '../../foundation/index.js'
import { namingMember } from './lists.js'
import type { Definition, ListName } from './types.js'

/** Members that may differ between a definition and the same one under another name. */
const DRESS = new Set(['title', 'annotations', 'icons', '_meta', 'execution'])

/** A definition that disappeared, and the one that took its place. */
export interface Rename {
  readonly from: Definition
  readonly to: Definition
}

/** Pairs what disappeared with what appeared and is the same but for its name and its dress. Each is paired once. */
export function findRenames(list: ListName, gone: readonly Definition[], come: readonly Definition[]): Rename[] {
  const waiting = new Map<string, Definition[]>()
  for (const definition of gone) {
    const key = substance(list, definition)
    if (key !== undefined) waiting.set(key, [...(waiting.get(key) ?? []), definition])
  }
  return come.flatMap((to): Rename[] => {
    const from = waiting.get(substance(list, to) ?? '')?.shift()
    return from ? [{ from, to }] : []
  })
}

/** What makes a definition itself; `undefined` when that is too little to know it again. */
function substance(list: ListName, definition: Definition): string | undefined {
  const members = Object.entries(definition).filter(([name]) => name !== namingMember(list) && !DRESS.has(name))
  const telling = members.some(([, value]) => {
    if (typeof value === 'string') return value !== ''
    return typeof value === 'object' && value !== null && Object.values(value).some((v) => typeof v === 'object')
  })
  return telling ? canonicalJson(Object.fromEntries(members)) : undefined
}
