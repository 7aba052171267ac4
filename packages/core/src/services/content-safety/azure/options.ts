import * as z from 'zod/mini'
import { ConfigError } from '../../../errors/index.js'
import { parseOptions } from '../../../foundation/index.js'

/** What `text:analyze` looks for. */
export interface AzureAnalyzeOptions {
  /** Default all four. */
  readonly categories?: readonly ('Hate' | 'SelfHarm' | 'Sexual' | 'Violence')[]
  /** Names of blocklists of the resource; a hit is a finding of severity `high`. Default none. */
  readonly blocklists?: readonly string[]
}

export interface AzureContentSafetyOptions {
  /** Of the resource: `https://<name>.cognitiveservices.azure.com`. */
  readonly endpoint: string
  /** A key of the resource. This or `token`. */
  readonly key?: string
  /** An access token of Entra ID for `https://cognitiveservices.azure.com/.default`; asked for each request. */
  readonly token?: () => string | Promise<string>
  /** Asks `text:shieldPrompt` for prompt injection. Default `true`. */
  readonly shieldPrompt?: boolean
  /** Asks `text:analyze` for harmful content. Default: all four categories; `false` does not ask. */
  readonly analyze?: AzureAnalyzeOptions | false
  /** Default `2024-09-01`. */
  readonly apiVersion?: string
  /** Time for one request, in milliseconds. Default 5 000. */
  readonly timeoutMs?: number
  /** Time for a verdict with all its requests and their repetitions, in milliseconds. Default 15 000. */
  readonly totalTimeoutMs?: number
  /** How often a request is repeated after 429, 5xx or no answer. Default 2. */
  readonly retries?: number
  /** Requests for one verdict; larger content is not judged. Default 64, about 320 000 characters with both APIs. */
  readonly maxRequests?: number
  /** Requests at the same time, for one verdict. Default 4. */
  readonly concurrency?: number
  /** Stops asking after so many failures in a row, for so long. Default 5 and 30 000 milliseconds. */
  readonly breaker?: { readonly failures?: number; readonly cooldownMs?: number }
  /** Allows an endpoint on this machine, over plain http too, for development. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean
}

const whole = z.int().check(z.positive())
const CATEGORIES = ['Hate', 'SelfHarm', 'Sexual', 'Violence'] as const

const Analyze = z.strictObject({
  categories: z._default(z.readonly(z.array(z.enum(CATEGORIES)).check(z.minLength(1))), CATEGORIES),
  blocklists: z._default(z.readonly(z.array(z.string().check(z.regex(/^[0-9A-Za-z._~-]{1,64}$/)))), []),
})

const Options = z.strictObject({
  endpoint: z.string(),
  // A line break would end the header it goes into.
  key: z.exactOptional(z.string().check(z.regex(/^[!-~]{8,512}$/))),
  token: z.exactOptional(
    z.custom<() => string | Promise<string>>((value) => typeof value === 'function', 'expected a function'),
  ),
  shieldPrompt: z._default(z.boolean(), true),
  analyze: z._default(z.union([z.literal(false), Analyze]), { categories: CATEGORIES, blocklists: [] }),
  apiVersion: z._default(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/)), '2024-09-01'),
  timeoutMs: z._default(whole, 5_000),
  totalTimeoutMs: z._default(whole, 15_000),
  retries: z._default(z.int().check(z.minimum(0), z.maximum(10)), 2),
  maxRequests: z._default(whole, 64),
  concurrency: z._default(z.int().check(z.positive(), z.maximum(64)), 4),
  breaker: z._default(z.strictObject({ failures: z._default(whole, 5), cooldownMs: z._default(whole, 30_000) }), {
    failures: 5,
    cooldownMs: 30_000,
  }),
  unsafelyAllowHttpLoopback: z._default(z.boolean(), false),
})

export type AzureSettings = Readonly<z.output<typeof Options>>

/** @throws {ConfigError} */
export function readAzureOptions(options: AzureContentSafetyOptions): AzureSettings {
  const settings = parseOptions('azureContentSafety', Options, options)
  if ((settings.key === undefined) === (settings.token === undefined)) {
    throw new ConfigError({
      option: 'azureContentSafety: key',
      problem: 'exactly one of "key" and "token" is needed.',
      fix: 'Pass a key of the resource, or a function that gives tokens of Entra ID.',
    })
  }
  if (!settings.shieldPrompt && settings.analyze === false) {
    throw new ConfigError({
      option: 'azureContentSafety: analyze',
      problem: 'nothing would be asked.',
      fix: 'Leave "shieldPrompt" or "analyze" on.',
    })
  }
  return settings
}
