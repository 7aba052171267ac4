import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { parse } from '@guanmingchiu/sqlparser-ts'
import { refuseSql } from './refusals.js'

/** Far more than the longest honest statement needs, also on a machine that does other things. */
const PARSE_MS = 1_000
/** Until the parser is loaded. */
const START_MS = 10_000

/** A parser that ran out of memory or stack refuses everything from then on: it ends with its thread. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const { init, parse } = require(workerData)
init().then(() => {
  parentPort.on('message', ({ text, dialect }) => {
    try {
      parentPort.postMessage({ tree: JSON.stringify(parse(text, dialect)) })
    } catch (error) {
      if (!/^sql parser error|at Line: \\d/.test(error.message)) throw error
      parentPort.postMessage({})
    }
  })
  parentPort.postMessage({})
})`

let running: Promise<Worker> | undefined
let last: Promise<unknown> = Promise.resolve()

/** The next message of the thread; whatever else happens to it, `undefined`, and the thread is gone. */
function answerOf(worker: Worker, withinMs: number): Promise<{ readonly tree?: string } | undefined> {
  return new Promise((resolve) => {
    const onMessage = (answer: { readonly tree?: string }) => settle(answer)
    const onEnd = () => settle()
    const settle = (answer?: { readonly tree?: string }) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('exit', onEnd)
      if (answer === undefined) {
        running = undefined
        void worker.terminate()
      }
      resolve(answer)
    }
    const timer = setTimeout(onEnd, withinMs)
    worker.once('message', onMessage).once('exit', onEnd)
  })
}

async function start(): Promise<Worker> {
  const path = createRequire(import.meta.url).resolve('@guanmingchiu/sqlparser-ts')
  const worker = new Worker(PROGRAM, { eval: true, workerData: path, env: {}, execArgv: [] })
  // What goes wrong in it ends it, and an end is noticed. It holds no process up.
  worker.on('error', () => undefined)
  worker.unref()
  if ((await answerOf(worker, START_MS)) === undefined) throw new Error('The parser of SQL does not start.')
  return worker
}

/**
 * Parses in a thread of its own that is ended when it takes too long: the parser tries some words (`CASE`, `CAST`) in
 * two ways, which doubles the time with each level of nesting, and nothing else could interrupt it.
 *
 * @returns the tree
 * @throws {InputError} when the parser refuses or takes too long
 */
export function parseInThread(text: string, dialect: 'sqlite' | 'mysql'): Promise<ReturnType<typeof parse>> {
  const turn = last.then(async () => {
    const worker = await (running ??= start())
    worker.postMessage({ text, dialect })
    const answer = await answerOf(worker, PARSE_MS)
    if (answer?.tree === undefined) throw refuseSql(answer === undefined ? 'sql_too_long' : 'sql_syntax')
    return JSON.parse(answer.tree) as ReturnType<typeof parse>
  })
  last = turn.catch(() => undefined)
  return turn
}
