import { memoryStore, type Store } from '@sallyport/core/store'
import { postgresStore } from '@sallyport/postgres'
import { redisStore } from '@sallyport/redis'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { ServerConfig } from './server-config.js'

/** The store of one process, with a client as its driver's documents have it. */
export async function openStore({ kind, port }: ServerConfig['store']): Promise<Store> {
  switch (kind) {
    case 'memory':
      return memoryStore()
    case 'redis': {
      const client = new Redis({ host: '127.0.0.1', port })
      // It connects anew by itself; what fails meanwhile fails the command.
      client.on('error', () => undefined)
      return redisStore({ client })
    }
    case 'postgres': {
      const pool = new pg.Pool({ connectionString: `postgres://sallyport@127.0.0.1:${port}/postgres`, max: 10 })
      pool.on('error', () => undefined)
      pool.on('connect', (client) => client.on('error', () => undefined))
      return postgresStore({ client: pool })
    }
  }
}
