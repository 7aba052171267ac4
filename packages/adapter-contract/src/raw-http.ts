import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createAnswerReader, type Answer } from './answer-reader.js'
import type { Piece } from './types.js'

/** All that came back over one connection. */
export interface Conversation {
  readonly answers: readonly Answer[]
  /** Status lines of 1xx answers. */
  readonly interim: readonly string[]
  /** The server has ended the connection by itself. */
  readonly ended: boolean
}

export interface ConverseOptions {
  /** Answers to wait for. */
  readonly answers: number
  readonly isHead: boolean
  /** How long to wait for an answer too many, on a connection that stays open. */
  readonly lingerMs: number
  /** Silence after which waiting ends. */
  readonly patienceMs?: number
}

const announcesEnd = (answer: Answer | undefined): boolean =>
  answer?.headers.some(([name, value]) => name.toLowerCase() === 'connection' && value === 'close') ?? false

/**
 * Sends bytes as they are and reads what comes back. No HTTP client in between: it would correct what is to be sent, and
 * tidy up what is to be compared.
 */
export function converse(port: number, pieces: readonly Piece[], options: ConverseOptions): Promise<Conversation> {
  const { answers: wanted, isHead, lingerMs, patienceMs = 10_000 } = options
  return new Promise((resolve) => {
    const reader = createAnswerReader(isHead)
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const finish = (ended: boolean): void => {
      reader.end()
      resolve({ answers: reader.answers, interim: reader.interim, ended })
      socket.destroy()
    }
    const write = async (): Promise<void> => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        if (typeof piece === 'object' && 'abort' in piece) return finish(false)
        if (typeof piece === 'object' && 'pauseMs' in piece) await pause(piece.pauseMs)
        else socket.write(piece)
      }
    }
    socket.setTimeout(patienceMs, () => finish(false))
    socket.on('connect', () => void write())
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk)
      if (reader.answers.length < wanted) return
      if (announcesEnd(reader.answers.at(-1))) return
      if (lingerMs === 0) finish(false)
      else setTimeout(() => finish(false), lingerMs)
    })
    // A refusal may arrive while the request is still being written; the reset that follows says nothing new.
    socket.on('error', () => finish(true))
    socket.on('end', () => finish(true))
  })
}
