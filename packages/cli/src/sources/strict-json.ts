import { parseJson, type JsonProblem, type ParsedJson } from '@sallyport/core/tool-guard'

/** Why a text is no JSON that everybody reads alike. */
export type JsonFault = JsonProblem['reason']

/** Definitions have up to 128 levels, and sit a few levels deep in what is around them. */
const MAX_DEPTH = 132

const FAULTS: Readonly<Record<JsonFault, string>> = {
  malformed: 'is not JSON',
  duplicate_key: 'has members that stand twice in one object: two programs would read two different definitions',
  too_deep: 'is nested too deeply',
}

/** For a sentence: "x.json is not JSON". */
export const faultText = (fault: JsonFault): string => FAULTS[fault]

/** Parses what a stranger sent, refusing members that stand twice, since the hash would depend on who parsed it (TL-09). */
export const parseStrict = (text: string): ParsedJson => parseJson(text, MAX_DEPTH)
