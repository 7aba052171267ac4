import { RpcError } from '../../../errors/index.js'
import { member } from '../messages.js'

const RELATED_TASK = 'io.modelcontextprotocol/related-task'

/** Tool results in place of what is not shown: the same for every reason of a kind, so that nobody learns to get around it. */
const ANSWERS = {
  content: 'The result of this tool was withheld by a content policy.',
  form: 'The result of this tool does not have the form that the tool declares.',
} as const

/** A tool error in place of a result; of the result only its task stays. */
export function withheldResult(why: keyof typeof ANSWERS, result: unknown): object {
  const task = member(result, '_meta', RELATED_TASK)
  return {
    content: [{ type: 'text', text: ANSWERS[why] }],
    isError: true,
    ...(task !== undefined && { _meta: { [RELATED_TASK]: task } }),
  }
}

/** For resources and prompts, whose results cannot be errors. */
export const withheldError = (): RpcError => new RpcError(-32603, 'The content was withheld by a content policy.')
