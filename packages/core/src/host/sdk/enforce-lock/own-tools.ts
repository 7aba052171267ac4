import type { SdkMcpServer } from '../sdk-server.js'

/** The registry from which `McpServer` answers `tools/list`. */
export interface OwnTools {
  /**
   * Everything its answer is made of, to be compared with a later one; `undefined` when another handler answers, who may
   * say something else to each caller. What is inside a schema does not count: schemas are replaced, not changed.
   */
  snapshot(): readonly unknown[] | undefined
  /** A handler was set, or taken away. */
  handlerChanged(method: string): void
}

/** Members of a registered tool that are compared as they are, and as JSON. */
const PLAIN = ['title', 'description', 'inputSchema', 'outputSchema', 'enabled'] as const
const DEEP = ['annotations', 'icons', 'execution', '_meta'] as const

/** Converting schemas to JSON is what a list costs. This tells when it need not be done again. */
export function watchOwnTools(server: SdkMcpServer): OwnTools {
  let installing = false
  let isOwn = false
  const install = server.setToolRequestHandlers?.bind(server)
  if (install) {
    server.setToolRequestHandlers = () => {
      installing = true
      try {
        install()
      } finally {
        installing = false
      }
    }
  }
  return {
    handlerChanged(method) {
      if (method === 'tools/list') isOwn = installing
    },
    snapshot() {
      const registry = server._registeredTools
      if (!isOwn || registry === undefined) return undefined
      return Object.entries(registry).flatMap(([name, tool = {}]) => {
        const members = tool as Readonly<Record<string, unknown>>
        return [name, ...PLAIN.map((member) => members[member]), ...DEEP.map((member) => deep(members[member]))]
      })
    },
  }
}

const deep = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : value)
