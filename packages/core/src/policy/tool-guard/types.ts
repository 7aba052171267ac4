/** A definition as a server sent it: every member, known or not. */
export type Definition = { readonly [member: string]: unknown }

/** A tool as `tools/list` describes it. */
export type ToolDefinition = Definition & { readonly name: string }

/** A prompt as `prompts/list` describes it. */
export type PromptDefinition = Definition & { readonly name: string }

/** A resource as `resources/list` describes it. */
export type ResourceDefinition = Definition & { readonly uri: string }

/** A resource template as `resources/templates/list` describes it. */
export type ResourceTemplateDefinition = Definition & { readonly uriTemplate: string }

/** The lists a server offers. */
export type ListName = 'tools' | 'prompts' | 'resources' | 'resourceTemplates'

/** All that a server says about itself to a model. A list that is absent is not looked at; an empty one is empty. */
export interface ServerSurface {
  readonly tools: readonly ToolDefinition[]
  readonly prompts?: readonly PromptDefinition[] | undefined
  readonly resources?: readonly ResourceDefinition[] | undefined
  readonly resourceTemplates?: readonly ResourceTemplateDefinition[] | undefined
  /** `instructions` of the answer to `initialize` or `server/discover`. */
  readonly instructions?: string | undefined
}

/** `sha256-` and 43 characters of unpadded base64url. */
export type DefinitionHash = `sha256-${string}`

/** How much a change or finding matters. */
export type Severity = 'none' | 'low' | 'medium' | 'high' | 'critical'
