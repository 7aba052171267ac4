import type { RpcError } from '../../../errors/index.js'
import { unknownThing } from './refusals.js'
import type { SdkMcpServer } from '../sdk-server.js'

/**
 * Looks once more when `McpServer` is about to run a tool. It has awaited the validation of the arguments by then, and
 * runs whatever the tool has become meanwhile.
 *
 * @param mayRun the error when a tool of this name must not run for the request behind this context
 * @param refused told before the error is thrown: `McpServer` turns it into a result
 */
export function checkBeforeRunning(
  server: SdkMcpServer,
  mayRun: (name: string, context: object) => RpcError | undefined | Promise<RpcError | undefined>,
  refused: (context: object, error: RpcError) => void,
): void {
  const execute = server.executeToolHandler?.bind(server)
  if (execute === undefined) return
  server.executeToolHandler = async (tool, args, context) => {
    const name = Object.entries(server._registeredTools ?? {}).find(([, registered]) => registered === tool)?.[0]
    const verdict = name === undefined ? unknownThing('tool', undefined) : mayRun(name, context)
    // Nothing is awaited unless something has changed: then nothing can change before the tool runs.
    const error = verdict instanceof Promise ? await verdict : verdict
    if (error === undefined) return execute(tool, args, context)
    refused(context, error)
    throw error
  }
  // This one reads the handler of a tool after an await of its own: it gets the tool as it was when it was judged.
  const poll = server.handleAutomaticTaskPolling?.bind(server)
  if (poll) server.handleAutomaticTaskPolling = async (tool, ...rest) => poll({ ...tool }, ...rest)
}
