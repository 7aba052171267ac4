import { ownWords } from '../own-words.js'

/** A result of `tools/call` of all revisions. It says to a model what happened, and that it can do nothing about it. */
interface ToolErrorResult {
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }]
  readonly isError: true
}

const failed = (text: string): ToolErrorResult => ownWords({ content: [{ type: 'text', text }], isError: true })

const NOTHING = 'Nothing was done.'

export const declined = (): ToolErrorResult =>
  failed(`The person declined this action. ${NOTHING} Do not try it again unless they ask for it.`)

export const dismissed = (): ToolErrorResult => failed(`The person closed the question without an answer. ${NOTHING}`)

export const unanswered = (): ToolErrorResult => failed(`The person did not answer in time. ${NOTHING}`)

export const unusable = (): ToolErrorResult =>
  failed(`This action needs the person's approval, and the answer that came does not count. ${NOTHING}`)

/** Neither form nor page. */
export const NO_WAY = 'there is no way to ask for it here'

/** @param reason what a person would have to see and cannot */
export const impossible = (reason: string): ToolErrorResult =>
  failed(`This action needs the person's approval, and ${reason}. ${NOTHING}`)

/** The address opens nothing by itself: whoever follows it signs in, and sees the question only if it is theirs (EL-15). */
export function linked(url: string, endsAtMs: number): ToolErrorResult {
  return failed(
    [
      `This action waits for the person's approval. ${NOTHING}`,
      `Ask them to open ${url} in their own browser, to sign in and to decide there, before ${new Date(endsAtMs).toISOString()}.`,
      'When they say that they have allowed it, call this tool again with exactly the same arguments. It works once.',
      'Nobody else can approve it, and other arguments need another approval.',
    ].join('\n'),
  )
}
