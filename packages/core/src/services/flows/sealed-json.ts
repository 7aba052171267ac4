import type * as z from 'zod/mini'
import type { Sealer } from '../../primitives/sealing/index.js'

export async function sealJson(sealer: Sealer, value: unknown, context: string): Promise<string> {
  return sealer.seal(JSON.stringify(value), context)
}

/** What {@link sealJson} sealed for the same context; `undefined` for anything forged, foreign or of another shape. */
export async function openJson<Schema extends z.ZodMiniType>(
  sealer: Sealer,
  sealed: string | undefined,
  context: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const text = sealed === undefined ? undefined : await sealer.open(sealed, context)
  if (text === undefined) return undefined
  const parsed = schema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : undefined
}
