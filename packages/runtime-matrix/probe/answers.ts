/** One answer, in a form that compares. */
export interface Answer {
  readonly name: string
  readonly status: number
  /** Sorted by name; repeated names keep their lines. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** Anything that answers a web-standard request. */
export type Door = (request: Request) => Promise<Response>

/** A request as data: every run makes its own `Request` of it. */
export interface Probe {
  readonly name: string
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
}

async function answerOf(name: string, response: Response): Promise<Answer> {
  const headers = [...response.headers].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return { name, status: response.status, headers, body: await response.text() }
}

/** Asks one after the other, so that what one leaves in the store is there for the next. */
export async function collectAnswers(door: Door, origin: string, probes: readonly Probe[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const { name, path, method = 'GET', headers = {}, body } of probes) {
    const init = { method, headers, ...(body !== undefined && { body }) }
    answers.push(await answerOf(name, await door(new Request(origin + path, init))))
  }
  return answers
}
