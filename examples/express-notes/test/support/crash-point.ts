/**
 * Kills the process at a chosen step of a request: `x-crash-at: 3` is right before its third step. Steps are the moments
 * at which something becomes durable (SQLite commits) or known outside (the answer leaves).
 */
import Database from 'libsql'
import { Server, type IncomingMessage, type ServerResponse } from 'node:http'

let stepsLeft = Infinity

function step(): void {
  if (--stepsLeft === 0) process.kill(process.pid, 'SIGKILL')
}

interface Statement {
  run(...parameters: unknown[]): unknown
}
interface Prototype {
  prepare(this: { readonly inTransaction: boolean }, sql: string): Statement
}
const database = Database.prototype as unknown as Prototype
const prepare = database.prepare
database.prepare = function (sql) {
  const statement = prepare.call(this, sql)
  const run = statement.run.bind(statement)
  statement.run = (...parameters) => {
    const commits = sql === 'COMMIT' || (!this.inTransaction && !sql.startsWith('BEGIN'))
    if (commits) step()
    return run(...parameters)
  }
  return statement
}

const emit = Server.prototype.emit
Server.prototype.emit = function (this: Server, name: string, ...parameters: unknown[]): boolean {
  if (name === 'request') arm(...(parameters as [IncomingMessage, ServerResponse]))
  return Reflect.apply(emit, this, [name, ...parameters]) as boolean
} as typeof emit

function arm(request: IncomingMessage, response: ServerResponse): void {
  const crashAt = Number(request.headers['x-crash-at'] ?? 0)
  if (crashAt === 0) return
  stepsLeft = crashAt
  let answering = false
  const guard = (method: 'write' | 'end'): void => {
    const original = response[method].bind(response) as (...parameters: unknown[]) => unknown
    Object.assign(response, {
      [method]: (...parameters: unknown[]) => {
        if (!answering) step()
        answering = true
        stepsLeft = Infinity
        return original(...parameters)
      },
    })
  }
  guard('write')
  guard('end')
}
