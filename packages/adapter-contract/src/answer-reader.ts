/** One answer as it came. */
export interface Answer {
  readonly statusLine: string
  readonly status: number
  /** In the order and the spelling in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Without the framing of chunks. */
  readonly body: Buffer
}

interface Head extends Omit<Answer, 'body'> {
  /** Bytes up to the body. */
  readonly length: number
}

function parseHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)]
  })
  return { statusLine, status: Number(statusLine.split(' ')[1]), headers, length: end + 4 }
}

function valueOf(head: Head, wanted: string): string | undefined {
  return head.headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** The body of a chunked answer and its length on the wire; `undefined` while the last chunk is missing. */
function parseChunks(bytes: Buffer): { readonly body: Buffer; readonly length: number } | undefined {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16)
    const end = lineEnd + 2 + size
    if (bytes.length < end + 2) return undefined
    if (size === 0) return { body: Buffer.concat(chunks), length: end + 2 }
    chunks.push(bytes.subarray(lineEnd + 2, end))
    at = end + 2
  }
}

function parseBody(head: Head, bytes: Buffer, isHead: boolean): { body: Buffer; length: number } | undefined {
  if (isHead || head.status === 204 || head.status === 304) return { body: Buffer.alloc(0), length: 0 }
  if (valueOf(head, 'transfer-encoding') === 'chunked') return parseChunks(bytes)
  const announced = valueOf(head, 'content-length')
  if (announced === undefined) return undefined
  const length = Number(announced)
  return bytes.length < length ? undefined : { body: bytes.subarray(0, length), length }
}

/** Cuts the bytes of a connection into answers (RFC 9112 §6.3). */
export interface AnswerReader {
  readonly answers: readonly Answer[]
  /** Status lines of 1xx answers. */
  readonly interim: readonly string[]
  push(chunk: Buffer): void
  /** No more bytes: an answer without a length ends here, and one that broke off is kept as far as it came. */
  end(): void
}

export function createAnswerReader(isHead: boolean): AnswerReader {
  const answers: Answer[] = []
  const interim: string[] = []
  let rest: Buffer = Buffer.alloc(0)
  const take = ({ statusLine, status, headers }: Head, body: Buffer): void => {
    answers.push({ statusLine, status, headers, body: Buffer.from(body) })
  }
  /** Takes one answer off the front; `false` when it has not come as a whole. */
  const step = (): boolean => {
    const head = parseHead(rest)
    if (head === undefined) return false
    const isInterim = head.status < 200
    const parsed = isInterim ? { body: rest, length: 0 } : parseBody(head, rest.subarray(head.length), isHead)
    if (parsed === undefined) return false
    if (isInterim) interim.push(head.statusLine)
    else take(head, parsed.body)
    rest = rest.subarray(head.length + parsed.length)
    return true
  }
  return {
    answers,
    interim,
    push(chunk) {
      rest = Buffer.concat([rest, chunk])
      while (step());
    },
    end() {
      const head = parseHead(rest)
      if (head !== undefined) take(head, rest.subarray(head.length))
    },
  }
}
