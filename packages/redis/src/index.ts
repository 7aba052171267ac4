/**
 * A store for several processes on Redis, on one server or a Cluster.
 *
 * Stops: two processes that both win a race; records that a full server drops; answers from replicas that lag behind;
 * an outage that looks like "not found".
 *
 * Source: design decision "stores"; Redis "Cluster specification" (hash tags) and "Scripting with Lua".
 *
 * @module
 */
export type { IoredisClient, IoredisCluster, NodeRedisClient, NodeRedisCluster, RedisClient } from './client.js'
export type { RedisStoreOptions } from './options.js'
export * from './redis-store.js'
export type { RedisServer } from './server.js'
