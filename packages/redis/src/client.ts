/** What the store calls of a client of `ioredis`: `Redis`, or `Cluster`. */
export interface IoredisClient {
  call(command: string, args: string[]): Promise<unknown>
  readonly isCluster?: boolean
}

/** What the store calls of a `Cluster` of `ioredis`. */
export interface IoredisCluster extends IoredisClient {
  nodes(role: 'master'): readonly IoredisClient[]
}

/** What the store calls of a client that `createClient` of `redis` made. */
export interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>
}

/** What the store calls of a client that `createCluster` of `redis` made. */
export interface NodeRedisCluster {
  sendCommand(firstKey: string | undefined, isReadonly: boolean | undefined, args: string[]): Promise<unknown>
  readonly masters: readonly unknown[]
  nodeClient(node: unknown): unknown
}

/** A client of `ioredis` or `redis`, of one server or of a Cluster. */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster

/** One server. */
export type Send = (command: string, args: readonly string[]) => Promise<unknown>

/** The four kinds of client as one. */
export interface Link {
  /** Whether keys live on several servers. */
  readonly cluster: boolean
  /** Sends a command to the master that holds the key. */
  send(key: string, command: string, args: readonly string[]): Promise<unknown>
  /** Every master. */
  masters(): Promise<readonly Send[]>
}

export function isRedisClient(client: unknown): client is RedisClient {
  return typeof client === 'object' && client !== null && ('call' in client || 'sendCommand' in client)
}

export function linkTo(client: RedisClient): Link {
  if ('call' in client) return linkToIoredis(client)
  return 'nodeClient' in client ? linkToNodeRedisCluster(client) : linkToNodeRedis(client)
}

function linkToIoredis(client: IoredisClient | IoredisCluster): Link {
  const sendOf =
    (node: IoredisClient): Send =>
    async (command, args) =>
      node.call(command, [...args])
  const send = sendOf(client)
  return {
    cluster: client.isCluster === true,
    // Finds the key in the arguments by itself. A script is no command for replicas, whatever `scaleReads` says.
    send: (_key, command, args) => send(command, args),
    async masters() {
      if (!('nodes' in client)) return [send]
      // It waits until the client is connected; before that no master is known.
      await send('PING', [])
      return client.nodes('master').map(sendOf)
    },
  }
}

const sendOfNodeRedis =
  (client: NodeRedisClient): Send =>
  async (command, args) =>
    client.sendCommand([command, ...args])

function linkToNodeRedis(client: NodeRedisClient): Link {
  const send = sendOfNodeRedis(client)
  return { cluster: false, send: (_key, command, args) => send(command, args), masters: async () => [send] }
}

function linkToNodeRedisCluster(client: NodeRedisCluster): Link {
  return {
    cluster: true,
    send: async (key, command, args) => client.sendCommand(key, false, [command, ...args]),
    masters: () =>
      Promise.all(
        client.masters.map(async (node) => sendOfNodeRedis((await client.nodeClient(node)) as NodeRedisClient)),
      ),
  }
}
