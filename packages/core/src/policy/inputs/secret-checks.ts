import { ConfigError } from '../../errors/index.js'

/** Why a text is no secret. */
export type SecretProblem = 'missing' | 'too_short' | 'too_long' | 'control_character' | 'placeholder' | 'repetitive'

export interface SecretOptions {
  /** Least length in characters. Default 16, about 95 bits of random letters and digits. Keys need more: 32. */
  readonly minLength?: number
}

const LEAST_LENGTH = 16

/** Longer than any secret that is sent; a private key in PEM of 16 384 bits has 13 KB. */
const MAX_LENGTH = 65_536

/** Fewer different characters than this are nobody's random choice. */
const LEAST_DISTINCT = 5

/** Of what people write where a secret belongs. A text of nothing but these words is a placeholder. */
const WORDS = new Set(
  (
    'a access add admin an and api app apikey auth be bearer bot change changed changeit changeme client code config ' +
    'copy credential credentials data database db default demo dev development dummy empty enter env example fake fill ' +
    'fixme foo bar baz generate generated goes hello here id in insert is it jwt key keys local localhost long ' +
    'master me minimum mock must my my_secret mysecret name new none not nothing null of oauth old one only paste passphrase ' +
    'passwd password pat pem placeholder please prod production put random real redacted refresh replace replaceme ' +
    'required root sample secret secretkey secrets server service session set signing some something string strong super ' +
    'supersecret tbd temp temporary test testing text that the this to todo token undefined unset update use user ' +
    'value variable very webhook with word world xxx xxxx you your yours'
  ).split(' '),
)

/** `<token>`, `${TOKEN}`, `{{ token }}`, `%TOKEN%`, `[token]`: a template that nobody filled in. */
const TEMPLATE = /^(?:<.*>|\$\{.*\}|\$\(.*\)|\$[A-Z_][A-Z0-9_]*|\{\{.*\}\}|\{[^"]*\}|%.*%|\[.*\]|__.*__)$/s

/** `your-notes-token`, `notes_token_goes_here`: words and nothing else, with one that speaks to the reader. */
const ADDRESSED =
  /^(?:(?:your|insert|enter|replace|change|put|paste|example|dummy|placeholder|todo|fixme)(?:[-_ .][a-z]+)+|(?:[a-z]+[-_ .])+(?:here|placeholder|example|changeme))$/i

/** Runs along the keyboard, the digits and the alphabet. */
const RUNS = [
  '0123456789',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '0123456789abcdef',
]

function isPlaceholder(text: string): boolean {
  if (TEMPLATE.test(text) || ADDRESSED.test(text)) return true
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.every((word) => /^(?:x+|\d{1,4})$/.test(word) || WORDS.has(word.replace(/\d{1,4}$/, '')))
}

/** One short piece over and over, or a run along the keyboard. */
function isRepetitive(text: string): boolean {
  if (new Set(text).size < LEAST_DISTINCT) return true
  const lower = text.toLowerCase()
  for (let length = 1; length <= lower.length / 2 && length <= 16; length++) {
    const piece = lower.slice(0, length)
    if (piece.repeat(Math.ceil(lower.length / length)).startsWith(lower)) return true
  }
  return RUNS.some((run) => run.repeat(Math.ceil(lower.length / run.length) + 1).includes(lower))
}

/**
 * Looks whether a text can be a secret (F-75): there, long enough, and not what stands in an example file. It does not
 * measure strength; generate secrets, do not invent them.
 *
 * @returns the first problem, `undefined` without one
 * @example
 * ```ts
 * import { findSecretProblem } from '@sallyport/core/inputs'
 *
 * console.log(findSecretProblem('your-client-secret-here')) // placeholder
 * console.log(findSecretProblem('1d3Xw0pQ8vT2kR7mZ5nB')) // undefined
 * ```
 */
export function findSecretProblem(
  text: string | undefined,
  { minLength = LEAST_LENGTH }: SecretOptions = {},
): SecretProblem | undefined {
  if (text === undefined || text.trim() === '') return 'missing'
  if (text.length > MAX_LENGTH) return 'too_long'
  // A private key in PEM has lines.
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return 'control_character'
  if (isPlaceholder(text)) return 'placeholder'
  if (text.length < minLength) return 'too_short'
  return isRepetitive(text) ? 'repetitive' : undefined
}

const PROBLEMS = {
  missing: 'there is no secret.',
  too_short: 'the secret is too short.',
  too_long: 'the secret is too long to be one.',
  control_character: 'the secret holds a control character.',
  placeholder: 'a placeholder stands where the secret belongs.',
  repetitive: 'the secret repeats itself.',
} as const satisfies Readonly<Record<SecretProblem, string>>

/**
 * Lets a secret through, and refuses to start without one (F-75). Space around it is cut off: files end in a line end.
 *
 * @param name where it comes from, for the message: a variable, a path, an entry of a vault
 * @throws {ConfigError} naming the problem, never the value
 * @example
 * ```ts
 * import { assertSecret } from '@sallyport/core/inputs'
 *
 * // In a worker, whose environment is an argument:
 * const start = (env: { NOTES_SECRET?: string }) => assertSecret('NOTES_SECRET', env.NOTES_SECRET, { minLength: 32 })
 * ```
 */
export function assertSecret(name: string, value: string | undefined, options: SecretOptions = {}): string {
  const { minLength = LEAST_LENGTH } = options
  if (!Number.isSafeInteger(minLength) || minLength < 1) {
    throw new ConfigError({
      option: 'assertSecret: minLength',
      anchor: 'secrets',
      problem: 'it is not a number of characters.',
      fix: 'Write a whole number, such as 32.',
    })
  }
  const text = value?.trim()
  const problem = findSecretProblem(text, { minLength })
  if (problem === undefined && text !== undefined) return text
  throw new ConfigError({
    option: name,
    anchor: 'secrets',
    problem: PROBLEMS[problem ?? 'missing'],
    fix: `Put one of at least ${minLength} characters there. To make one: openssl rand -base64 32`,
  })
}
