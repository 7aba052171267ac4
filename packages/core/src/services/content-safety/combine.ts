import type { ContentClassifier } from './types.js'

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
      const answers = await Promise.all(all.map((one) => one.classify(items, signal)))
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
      let answer = first.classify(items, signal)
      for (const other of others) {
        answer = answer.catch((error: unknown) => {
          if (signal?.aborted === true) throw error
          return other.classify(items, signal)
        })
      }
      return answer
    },
  }
}
