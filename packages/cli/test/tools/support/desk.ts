import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { run } from '../../../src/program.js'
import type { Terminal } from '../../../src/terminal/terminal.js'
import { clockAt, folder } from '../../support/desk.js'

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

export interface Sitting {
  readonly colours?: boolean
  /** Standard input. */
  readonly input?: string | Uint8Array
  /** What the person types, one answer after the other; then the person leaves. */
  readonly answers?: readonly string[]
  /** Called for each line on standard error. */
  readonly onErr?: (text: string) => void
}

export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly progress: readonly string[]
}

/** A folder with files, and a terminal in front of it. A word `@name` of a command line is a path in the folder. */
export function toolsDesk() {
  const directory = folder()
  const clock = clockAt()
  const pathOf = (name: string) => join(directory, name)
  return {
    directory,
    clock,
    pathOf,
    write(name: string, content: unknown) {
      const text = typeof content === 'string' ? content : JSON.stringify(content)
      mkdirSync(dirname(pathOf(name)), { recursive: true })
      writeFileSync(pathOf(name), text)
      return pathOf(name)
    },
    read: (name: string) => readFileSync(pathOf(name), 'utf8'),
    json: (name: string) => JSON.parse(readFileSync(pathOf(name), 'utf8')),
    async tools(args: readonly string[], { colours = false, input, answers, onErr }: Sitting = {}): Promise<Result> {
      const [out, err, progress]: [string[], string[], string[]] = [[], [], []]
      const waiting = [...(answers ?? [])]
      const terminal: Terminal = {
        out: (text) => void out.push(text),
        err: (text) => {
          err.push(text)
          onErr?.(text)
        },
        colours,
        ...clock,
        ...(input !== undefined && { input: () => oneChunk(input) }),
        ...(answers && {
          ask: async (question: string) => {
            err.push(question)
            return waiting.shift()
          },
        }),
        progress: (text) => void progress.push(text),
      }
      const words = args.map((word) => (/^@[\w.-]+$/.test(word) ? pathOf(word.slice(1)) : word))
      const code = await run(['tools', ...words], terminal)
      return { code, out: out.join('\n'), err: err.join('\n'), progress }
    },
  }
}

async function* oneChunk(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof input === 'string' ? Buffer.from(input) : input
}

/** The command line of a fixture server, for `--stdio`. */
export function fixture(name: string, ...args: readonly string[]): string {
  const path = fileURLToPath(new URL(`../fixtures/${name}.mjs`, import.meta.url))
  return [process.execPath, path, ...args].map((word) => `'${word}'`).join(' ')
}
