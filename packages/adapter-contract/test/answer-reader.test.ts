import { describe, expect, it } from 'vitest'
import { createAnswerReader } from '../src/answer-reader.js'

function read(text: string, isHead = false) {
  const reader = createAnswerReader(isHead)
  reader.push(Buffer.from(text, 'latin1'))
  return reader
}

const bodies = ({ answers }: ReturnType<typeof read>): readonly string[] =>
  answers.map(({ body }) => body.toString('latin1'))

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n2\r\n\r\n\r\n0\r\n\r\n'
const MEASURED = 'HTTP/1.1 401 Unauthorized\r\ncontent-length: 3\r\nVary: \r\n\r\nabc'
const EMPTY = 'HTTP/1.1 204 No Content\r\nvary: Origin\r\n\r\n'

describe('reads answers off the wire (RFC 9112 §6.3)', () => {
  it('one after the other, with their framing taken off', () => {
    const reader = read(CHUNKED + MEASURED + EMPTY + MEASURED)
    expect(bodies(reader)).toEqual(['hello\r\n', 'abc', '', 'abc'])
    expect(reader.answers[1]).toMatchObject({ status: 401, statusLine: 'HTTP/1.1 401 Unauthorized' })
    expect(reader.answers[1]?.headers).toEqual([
      ['content-length', '3'],
      ['Vary', ''],
    ])
  })

  it('wherever the bytes are cut', () => {
    const whole = CHUNKED + MEASURED + EMPTY
    for (let cut = 0; cut <= whole.length; cut++) {
      const reader = createAnswerReader(false)
      for (const part of [whole.slice(0, cut), whole.slice(cut)]) reader.push(Buffer.from(part, 'latin1'))
      expect(bodies(reader)).toEqual(['hello\r\n', 'abc', ''])
    }
  })

  it('keeps 100 Continue apart', () => {
    const reader = read(`HTTP/1.1 100 Continue\r\n\r\n${MEASURED}`)
    expect(reader.interim).toEqual(['HTTP/1.1 100 Continue'])
    expect(bodies(reader)).toEqual(['abc'])
  })

  it('expects no body after HEAD', () => {
    expect(bodies(read('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', true))).toEqual([''])
  })

  it('takes the end of the connection for the end of an answer without a length', () => {
    const reader = read('HTTP/1.1 400 Bad Request\r\n\r\nbroken')
    expect(reader.answers).toEqual([])
    reader.end()
    expect(bodies(reader)).toEqual(['broken'])
  })
})
