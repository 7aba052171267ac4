import type { TarballPin } from './tarball-store.js'
import { UntrustedError } from './untrusted.js'

/** How much the packages of one server may become, all of them together. */
export interface UnpackLimits {
  /** Content and headers. Default 1 073 741 824 (1 GiB). */
  readonly maxUnpackedBytes?: number | undefined
  /** Files and folders. Default 200 000. */
  readonly maxUnpackedEntries?: number | undefined
}

/** A few hundred packages have some 30 000 files in 300 MB. */
export const DEFAULT_LIMITS = { maxUnpackedBytes: 1_073_741_824, maxUnpackedEntries: 200_000 } as const

const OPTIONS = { bytes: '--max-unpacked-bytes', entries: '--max-unpacked-entries' } as const
const THINGS = { bytes: 'bytes', entries: 'files and folders' } as const

/** What is left of that. */
export interface UnpackRoom {
  /** @throws {UntrustedError} `too_large` when there is not so much left */
  take(what: 'bytes' | 'entries', count: number, pin: TarballPin): void
}

/**
 * Counts what is unpacked while it is unpacked: a few kilobytes can become any number of bytes, and of files.
 *
 * @throws {RangeError} for a limit that is no positive whole number
 */
export function createUnpackRoom({
  maxUnpackedBytes = DEFAULT_LIMITS.maxUnpackedBytes,
  maxUnpackedEntries = DEFAULT_LIMITS.maxUnpackedEntries,
}: UnpackLimits): UnpackRoom {
  const limits = { bytes: maxUnpackedBytes, entries: maxUnpackedEntries }
  for (const limit of Object.values(limits)) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('A limit must be a positive whole number.')
  }
  const left = { ...limits }
  return {
    take(what, count, { name, version }) {
      left[what] -= count
      if (left[what] >= 0) return
      throw new UntrustedError(
        'too_large',
        `With ${name}@${version} there are more than ${String(limits[what])} ${THINGS[what]} to unpack.`,
        `Find out why before you start it. If it has to be so large: ${OPTIONS[what]}`,
      )
    },
  }
}
