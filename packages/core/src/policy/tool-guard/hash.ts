import { canonicalJson, encodeBase64Url, systemRuntime, type Runtime } from '../../foundation/index.js'
import { byCodeUnits, definitionsOf, LIST_NAMES } from './lists.js'
import type {
  Definition,
  DefinitionHash,
  ListName,
  PromptDefinition,
  ResourceDefinition,
  ResourceTemplateDefinition,
  ServerSurface,
  ToolDefinition,
} from './types.js'

type Digest = Pick<Runtime, 'sha256'>

/** SHA-256 over the canonical JSON of any value. */
export async function hashValue(value: unknown, runtime: Digest): Promise<DefinitionHash> {
  return `sha256-${encodeBase64Url(await runtime.sha256(canonicalJson(value)))}`
}

/**
 * Hash of a tool: SHA-256 over the RFC 8785 JSON of the whole definition as sent, members unknown to any specification
 * included (F-50, TL-08). What is absent and what is spelled out as its default are different (TL-10).
 *
 * @param definition parsed by `JSON.parse`, or better by {@link parseToolList}, which refuses members that stand twice
 * @throws {TypeError} on what JSON cannot say exactly: `undefined`, `NaN`, lone surrogates, nesting deeper than 256
 * @example
 * ```ts
 * import { hashTool } from '@sallyport/core/tool-guard'
 *
 * const hash = await hashTool({ name: 'add', inputSchema: { type: 'object' } })
 * console.log(hash === (await hashTool({ inputSchema: { type: 'object' }, name: 'add' }))) // true
 * ```
 */
export async function hashTool(definition: ToolDefinition, runtime: Digest = systemRuntime): Promise<DefinitionHash> {
  return hashValue(definition, runtime)
}

/** Like {@link hashTool}, for a prompt of `prompts/list`. */
export async function hashPrompt(
  definition: PromptDefinition,
  runtime: Digest = systemRuntime,
): Promise<DefinitionHash> {
  return hashValue(definition, runtime)
}

/** Like {@link hashTool}, for a resource of `resources/list`. */
export async function hashResource(
  definition: ResourceDefinition,
  runtime: Digest = systemRuntime,
): Promise<DefinitionHash> {
  return hashValue(definition, runtime)
}

/** Like {@link hashTool}, for a template of `resources/templates/list`. */
export async function hashResourceTemplate(
  definition: ResourceTemplateDefinition,
  runtime: Digest = systemRuntime,
): Promise<DefinitionHash> {
  return hashValue(definition, runtime)
}

/** Hash of the `instructions` of a server: SHA-256 over the text as a JSON string. */
export async function hashInstructions(text: string, runtime: Digest = systemRuntime): Promise<DefinitionHash> {
  return hashValue(text, runtime)
}

/**
 * Hash of a list of definitions. Neither order nor pages matter (TL-11); a definition that stands twice does.
 *
 * @example
 * ```ts
 * import { hashList } from '@sallyport/core/tool-guard'
 *
 * const pages = [[{ name: 'b' }], [{ name: 'a' }]]
 * console.log((await hashList(pages.flat())) === (await hashList([{ name: 'a' }, { name: 'b' }]))) // true
 * ```
 */
export async function hashList(
  definitions: readonly Definition[],
  runtime: Digest = systemRuntime,
): Promise<DefinitionHash> {
  return hashOfHashes(await Promise.all(definitions.map((definition) => hashValue(definition, runtime))), runtime)
}

/** Hash of a list whose members are hashed already. */
export async function hashOfHashes(hashes: readonly DefinitionHash[], runtime: Digest): Promise<DefinitionHash> {
  return hashValue([...hashes].sort(byCodeUnits), runtime)
}

/** Hash of each list and of the instructions; what is not spoken of is absent. */
export type SurfaceHashes = { readonly [List in ListName | 'instructions']?: DefinitionHash }

/**
 * One hash for all that a server says to a model: its lists, whatever their order and pages, and its instructions.
 *
 * @example
 * ```ts
 * import { hashSurface } from '@sallyport/core/tool-guard'
 *
 * console.log(await hashSurface({ tools: [{ name: 'add' }], instructions: 'Adds numbers.' })) // sha256-…
 * ```
 */
export async function hashSurface(surface: ServerSurface, runtime: Digest = systemRuntime): Promise<DefinitionHash> {
  const hashes: Record<string, DefinitionHash> = {}
  for (const list of LIST_NAMES) {
    const definitions = definitionsOf(surface, list)
    if (definitions) hashes[list] = await hashList(definitions, runtime)
  }
  if (surface.instructions !== undefined) hashes['instructions'] = await hashValue(surface.instructions, runtime)
  return hashValue(hashes, runtime)
}
