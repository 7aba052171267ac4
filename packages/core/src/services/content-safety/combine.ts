import { ClassifierError } from '../../errors/index.js'
import type { ContentClassifier, ContentItem, ContentVerdict } from './types.js'

/** What is no verdict on each of the items is a failure: nothing found and nothing said are not the same. */
async function verdictsOf(
  classifier: ContentClassifier,
  items: readonly ContentItem[],
  signal: AbortSignal | undefined,
): Promise<readonly ContentVerdict[]> {
  const verdicts: unknown = await classifier.classify(items, signal)
  const isVerdict = (one: unknown): boolean =>
    typeof one === 'object' && one !== null && 'findings' in one && Array.isArray(one.findings)
  if (!Array.isArray(verdicts) || verdicts.length !== items.length || !verdicts.every(isVerdict)) {
    throw new ClassifierError('classifier_malformed')
  }
  return verdicts as readonly ContentVerdict[]
}

/**
 * A classifier that asks all of several, and reports what any of them found. One that fails makes all fail: a policy that
 * trusts two detectors does not pass on the word of one.
 *
 * @example
 * ```ts
 * import { allOf, azureContentSafety, localDetector } from '@sallyport/core/content-safety'
 *
 * const azure = azureContentSafety({ endpoint: 'https://notes.cognitiveservices.azure.com', key: 'from a secret store' })
 * const classifier = allOf([localDetector(), azure])
 * console.log(typeof classifier.classify)
 * ```
 */
export function allOf(classifiers: readonly ContentClassifier[]): ContentClassifier {
  const all = [...classifiers]
  return {
    async classify(items, signal) {
      const answers = await Promise.all(all.map((one) => verdictsOf(one, items, signal)))
      return items.map((_item, i) => ({ findings: answers.flatMap((verdicts) => verdicts[i]?.findings ?? []) }))
    },
  }
}

/**
 * A classifier that asks the first of several that answers: a service, and a local detector for when it is away.
 *
 * @throws {Error} from `classify`, what the last of them threw
 * @example
 * ```ts
 * import { azureContentSafety, firstOf, localDetector } from '@sallyport/core/content-safety'
 *
 * const azure = azureContentSafety({ endpoint: 'https://notes.cognitiveservices.azure.com', key: 'from a secret store' })
 * const classifier = firstOf([azure, localDetector()])
 * console.log(typeof classifier.classify)
 * ```
 */
export function firstOf(classifiers: readonly [ContentClassifier, ...ContentClassifier[]]): ContentClassifier {
  const [first, ...others] = [...classifiers]
  return {
    async classify(items, signal) {
      let answer = verdictsOf(first, items, signal)
      for (const other of others) {
        answer = answer.catch((error: unknown) => {
          if (signal?.aborted === true) throw error
          return verdictsOf(other, items, signal)
        })
      }
      return answer
    },
  }
}
