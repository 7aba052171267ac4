/**
 * Asks the processes of a deployment how soon they serve again, from a process of its own and past the balancer: what it
 * measures is theirs, however busy the crowd is.
 */
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { readConfig, sayReady } from './child.js'
import { PROBE_BODY, type Probed, type ProbeRequest } from './probe.js'

/** Not so often that the probing user meets its own limit. */
const PROBE_EVERY_MS = 100
/** A process that does not come back within this is given up, and reported. */
const GIVE_UP_MS = 10_000

async function serves({ port, access, path }: ProbeRequest): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${access}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: PROBE_BODY,
    signal: AbortSignal.timeout(GIVE_UP_MS),
  })
  await response.text()
  return response.ok
}

async function probe(request: ProbeRequest): Promise<Probed> {
  const beganMs = performance.now()
  for (;;) {
    const ok = await serves(request).catch(() => false)
    const afterMs = performance.now() - beganMs
    if (ok) return { id: request.id, afterMs }
    if (afterMs > GIVE_UP_MS) return { id: request.id }
    await setTimeout(PROBE_EVERY_MS)
  }
}

readConfig()
createInterface(process.stdin).on('line', (line) => {
  void probe(JSON.parse(line) as ProbeRequest).then((probed) => process.stdout.write(`${JSON.stringify(probed)}\n`))
})
sayReady()
