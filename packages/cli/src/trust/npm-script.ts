import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson, visible } from '@sallyport/core/tool-guard'
import * as z from 'zod/mini'
import { InnerPath } from './manifest-schema.js'
import { ownFolder } from './private-folder.js'
import { readTarball, type TarballPin } from './tarball-store.js'
import { placeOf, unpack } from './unpack.js'
import { createUnpackRoom, type UnpackLimits } from './unpack-room.js'
import { UntrustedError } from './untrusted.js'

/** No package.json is longer. */
const MAX_PACKAGE_JSON = 4_194_304

/** Enough for a first line that names an interpreter: Linux reads no more. */
const FIRST_LINE = 256

const Bin = z.object({ bin: z.optional(z.union([z.string(), z.record(z.string(), z.string())])) })

function chooseBin(bin: string | Readonly<Record<string, string>> | undefined, name: string, wanted?: string): string {
  const own = name.slice(name.indexOf('/') + 1)
  const bins = typeof bin === 'string' ? { [own]: bin } : (bin ?? {})
  const names = Object.keys(bins)
  const chosen = wanted ?? (names.length === 1 ? names[0] : own)
  if (chosen !== undefined && Object.hasOwn(bins, chosen)) return (bins[chosen] ?? '').replace(/^(?:\.?\/)+/, '')
  const problem = names.length === 0 ? 'has no program' : 'has several programs'
  const fix =
    names.length === 0
      ? 'Use another package.'
      : `Choose one with --bin: ${names.map((one) => visible(one)).join(', ')}`
  throw new UntrustedError('script_missing', `${name} ${problem}.`, fix)
}

/** The beginning of a file; `undefined` for what is none. */
async function beginning(path: string, bytes: number): Promise<Buffer | undefined> {
  const file = await open(path).catch(() => undefined)
  try {
    if (!(await file?.stat())?.isFile()) return undefined
    const buffer = Buffer.alloc(bytes)
    const read = await file?.read(buffer, 0, bytes)
    return buffer.subarray(0, read?.bytesRead ?? 0)
  } finally {
    await file?.close()
  }
}

/** Which file of a package Node starts. The package is unpacked to look, not started; nobody has approved it yet. */
export async function scriptOf(
  cache: string,
  pin: TarballPin,
  wanted: string | undefined,
  limits: UnpackLimits,
): Promise<string> {
  const folder = await ownFolder(cache, 'fetch')
  try {
    const bytes = await readTarball(cache, pin)
    if (!bytes) throw new UntrustedError('not_cached', `${pin.name} is not kept here.`, 'Try again.')
    await unpack(bytes, placeOf(folder, 'package'), pin, createUnpackRoom(limits))
    const description = await beginning(join(folder, 'package', 'package.json'), MAX_PACKAGE_JSON)
    const parsed = parseJson(description ?? '')
    const { bin } = z.safeParse(Bin, parsed.ok ? parsed.value : undefined).data ?? {}
    const script = chooseBin(bin, pin.name, wanted)
    // The way may lead anywhere, to a device that never ends too.
    const isInside = z.safeParse(InnerPath, script).success
    const start = isInside ? await beginning(join(folder, 'package', ...script.split('/')), FIRST_LINE) : undefined
    if (start === undefined)
      throw new UntrustedError('script_missing', `${pin.name} has no file ${visible(script)}.`, 'Use another package.')
    const [first = ''] = start.toString('latin1').split('\n', 1)
    if (first.startsWith('#!') && !/\bnode\b/.test(first)) {
      throw new UntrustedError('script_missing', `${visible(script)} is not started by Node.`, 'Add it as files.')
    }
    return script
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
