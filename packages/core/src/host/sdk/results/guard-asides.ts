import { utf8, type Runtime } from '../../../foundation/index.js'
import { truncateText } from '../../../policy/output/index.js'
import { spotlight } from '../../../policy/spotlight/index.js'
import { text } from '../messages.js'
import type { ContentJudge } from './judge-content.js'
import type { ResultSettings } from './options.js'
import { cleanedQuestions, itemsOf } from './questions.js'
import type { Source } from './source.js'
import { mapStatuses } from './task-status.js'
import { toolOfTask } from './task-tools.js'

type Result = Readonly<Record<string, unknown>>

const WITHHELD = 'The status message of this task was withheld by a content policy.'

/** What stands in a result beside its content: questions to the person or the model, and how tasks go. */
export interface AsideGuard {
  /** @returns `undefined` when they are withheld: a question has no place for marks, so it is shown as it is or not at all */
  questions(source: Source, result: Result, context: object): Promise<Result | undefined>
  statuses(source: Source, result: Result, context: object): Promise<Result>
}

export function createAsideGuard(
  { clean, maxBytes, trustedTools, mode }: ResultSettings,
  { refused, actionOn }: ContentJudge,
  runtime: Pick<Runtime, 'randomBytes'>,
): AsideGuard {
  const isTrusted = (tool: string | undefined): boolean => tool !== undefined && trustedTools.has(tool)
  return {
    async questions({ operation, tool }, result, context) {
      if (result['inputRequests'] === undefined) return result
      const inputRequests = cleanedQuestions(result['inputRequests'], clean)
      if (utf8(JSON.stringify(inputRequests)).length > maxBytes) {
        refused(operation, 'result_too_large', context)
        return undefined
      }
      const asked = { ...result, inputRequests }
      if (isTrusted(tool)) return asked
      const action = await actionOn(operation, itemsOf(inputRequests), context, 'unmarkable')
      return action === 'block' ? undefined : asked
    },

    async statuses({ operation, tool }, result, context) {
      const isOurs = (task: object): boolean => isTrusted(toolOfTask(text(task, 'taskId') ?? '') ?? tool)
      const said: string[] = []
      const stated = mapStatuses(result, (message, task) => {
        const shown = truncateText(clean(message), maxBytes)
        if (!isOurs(task)) said.push(shown)
        return shown
      })
      if (said.length === 0) return stated
      const items = said.map((message) => ({ kind: 'tool_result' as const, text: message }))
      const action = await actionOn(operation, items, context)
      if (action !== 'block' && action !== 'spotlight') return stated
      const marked = (message: string): string => spotlight(message, { mode }, runtime).content
      const instead = action === 'block' ? () => WITHHELD : marked
      return mapStatuses(stated, (message, task) => (isOurs(task) ? message : instead(message)))
    },
  }
}
