import { ConfigError } from '@sallyport/core/errors'

/** Makes the error of an option. */
export function wrongOption(owner: string, option: string, problem: string, fix: string): ConfigError {
  return new ConfigError({ option: `${owner}: ${option}`, anchor: owner, problem, fix })
}

/** @throws {ConfigError} for a member that is not among `names` */
export function assertKnown(owner: string, options: object, names: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw wrongOption(owner, unknown, 'there is no such option.', 'Remove it, or check its spelling.')
  }
}

/** @throws {ConfigError} unless a whole number from 1 */
export function count(owner: string, option: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number
  throw wrongOption(owner, option, 'is not a whole number above 0.', 'Write a number like 1000, or leave it out.')
}

/** @throws {ConfigError} unless a boolean */
export function flag(owner: string, option: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw wrongOption(owner, option, 'is neither true nor false.', 'Write true or false, or leave it out.')
}
