import * as z from 'zod/mini'
import { ConfigError } from '../../../errors/index.js'
import { parseOptions, type Awaitable } from '../../../foundation/index.js'

/** When a tool needs the person, and whose word counts. */
export interface ToolConfirmation {
  /**
   * Whether these arguments are sensitive, as the client sent them: unchecked, and in whatever form. Whatever it answers but
   * `false`, and whatever it throws, means that they are. Default: all are.
   */
  readonly sensitive?: (toolArguments: unknown) => Awaitable<boolean>
  /** Whose word counts for this tool. Default: that of the options. */
  readonly by?: ConfirmedBy
}

/**
 * - `page`: only what the person clicks on our own page counts, signed in as themselves. The client, its model and the
 *   network between have no say.
 * - `elicitation`: also what the client reports as the person's answer to its form. A client that lies, or that lets its
 *   model answer, can approve.
 */
export type ConfirmedBy = 'page' | 'elicitation'

export interface ConfirmOptions {
  /** Sensitive tools, by name. Annotations and descriptions are never asked (TL-07). Default: none. */
  readonly tools?: Readonly<Record<string, true | ToolConfirmation>>
  /**
   * Decides about every tool that is not in `tools`. Whatever it answers but `false`, and whatever it throws, means
   * sensitive. Default: none of them is.
   */
  readonly sensitive?: (tool: string, toolArguments: unknown) => Awaitable<boolean>
  /** Whose word counts. Default `'elicitation'`. */
  readonly by?: ConfirmedBy
  /**
   * What a client gets that cannot ask the person itself: `link`, a result with the address of our page, which opens
   * nothing by itself; `refuse`, an error (-32021 since 2026-07-28). Default `'link'`.
   */
  readonly undeclared?: 'link' | 'refuse'
  /**
   * How long a request of 2026-07-28 waits for the answer on our page before the client has to come again, in
   * milliseconds. Default 20 000.
   */
  readonly waitMs?: number
}

export interface ConfirmSettings {
  readonly undeclared: 'link' | 'refuse'
  readonly waitMs: number
  /** Whose word counts for this call; `undefined` when it may run without asking anybody. */
  judge(tool: string, toolArguments: unknown): Promise<ConfirmedBy | undefined>
}

const by = z.enum(['page', 'elicitation'])
const fn = <T>() => z.custom<T>((value) => typeof value === 'function', 'expected a function')

const Options = z.strictObject({
  tools: z._default(
    z.record(
      z.string(),
      z.union([
        z.literal(true),
        z.strictObject({
          sensitive: z.optional(fn<NonNullable<ToolConfirmation['sensitive']>>()),
          by: z.optional(by),
        }),
      ]),
    ),
    {},
  ),
  sensitive: z.optional(fn<NonNullable<ConfirmOptions['sensitive']>>()),
  by: z._default(by, 'elicitation'),
  undeclared: z._default(z.enum(['link', 'refuse']), 'link'),
  waitMs: z._default(z.int().check(z.nonnegative(), z.maximum(60_000)), 20_000),
})

/** Only a clear no is one. */
async function isSensitive(ask: () => Awaitable<unknown>): Promise<boolean> {
  try {
    return (await ask()) !== false
  } catch {
    return true
  }
}

/** @throws {ConfigError} when an option is wrong, or nothing would ever be sensitive */
export function readConfirmOptions(options: ConfirmOptions): ConfirmSettings {
  const parsed = parseOptions('confirmSensitive', Options, options)
  const tools = new Map(Object.entries(parsed.tools))
  const { sensitive, by: usual, undeclared, waitMs } = parsed
  if (tools.size === 0 && sensitive === undefined) {
    throw new ConfigError({
      option: 'confirmSensitive: tools',
      anchor: 'confirmSensitive.tools',
      problem: 'no tool is sensitive, so nobody would ever be asked.',
      fix: "Name the tools: { tools: { notes_wipe: true } }, or pass a function as 'sensitive'.",
    })
  }
  return {
    undeclared,
    waitMs,
    async judge(tool, toolArguments) {
      const rule = tools.get(tool)
      if (rule === true) return usual
      if (rule !== undefined) {
        const asks = rule.sensitive
        return asks === undefined || (await isSensitive(() => asks(toolArguments))) ? (rule.by ?? usual) : undefined
      }
      return sensitive !== undefined && (await isSensitive(() => sensitive(tool, toolArguments))) ? usual : undefined
    },
  }
}
