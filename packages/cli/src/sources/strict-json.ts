import { parseToolList } from '@sallyport/core/tool-guard'

/** Why a text is no JSON that everybody reads alike. */
export type JsonFault = 'malformed' | 'duplicate_key' | 'too_deep'

const FAULTS: Readonly<Record<JsonFault, string>> = {
  malformed: 'is not JSON',
  duplicate_key: 'has members that stand twice in one object: two programs would read two different definitions',
  too_deep: 'is nested too deeply',
}

/** For a sentence: "x.json is not JSON". */
export const faultText = (fault: JsonFault): string => FAULTS[fault]

export type StrictJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: JsonFault }

/** Parses what a stranger sent, refusing members that stand twice, since the hash would depend on who parsed it (TL-09). */
export function parseStrict(text: string): StrictJson {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, fault: 'malformed' }
  }
  const parsed = parseToolList(text)
  if (!parsed.ok && (parsed.problem === 'duplicate_key' || parsed.problem === 'too_deep')) {
    return { ok: false, fault: parsed.problem }
  }
  return { ok: true, value }
}
