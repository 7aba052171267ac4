import { describe, expect, it } from 'vitest'
import { createAuditor, jsonLinesSink, storeSink, type AuditEvent, type AuditInput } from '../../src/audit/index.js'
import { fakeRuntime } from '../../src/host/testing/index.js'
import type { StoredEvent } from '../../src/store/index.js'

const refused = (fields: Partial<AuditInput> = {}): AuditInput =>
  ({ kind: 'request.refused', outcome: 'refused', method: 'POST', status: 401, ...fields }) as AuditInput

function collect() {
  const events: AuditEvent[] = []
  return { events, sink: { write: (event: AuditEvent) => void events.push(event) } }
}

describe('createAuditor', () => {
  it('adds the time as ISO 8601 in UTC and keeps who, what, how and why [F-84]', () => {
    const runtime = fakeRuntime({ nowMs: Date.UTC(2026, 6, 28, 12, 30, 0, 5) })
    const { events, sink } = collect()
    createAuditor([sink], runtime).record(
      refused({ requestId: 'r1', subject: 's', clientId: 'c_1', reason: 'token_expired' }),
    )
    expect(events).toEqual([
      {
        at: '2026-07-28T12:30:00.005Z',
        kind: 'request.refused',
        outcome: 'refused',
        method: 'POST',
        status: 401,
        requestId: 'r1',
        subject: 's',
        clientId: 'c_1',
        reason: 'token_expired',
      },
    ])
  })

  it('writes an elevation with the requested and granted sets and the request id', () => {
    const { events, sink } = collect()
    createAuditor([sink], fakeRuntime()).record({
      kind: 'scope.elevated',
      outcome: 'allowed',
      requestId: 'r2',
      requested: ['notes:read', 'notes:write'],
      granted: ['notes:read'],
    })
    expect(events[0]).toMatchObject({
      requestId: 'r2',
      requested: ['notes:read', 'notes:write'],
      granted: ['notes:read'],
    })
  })

  it('hands a frozen event to every sink, also when an earlier one throws [F-84]', () => {
    const { events, sink } = collect()
    const failures: number[] = []
    const broken = {
      write: () => {
        throw new Error('disk full')
      },
    }
    const audit = createAuditor([broken, sink], fakeRuntime(), {
      onSinkFailure: (failure) => failures.push(failure.sink),
    })
    audit.record(refused())
    audit.record(refused())
    expect(events.filter((event) => event.kind === 'request.refused')).toHaveLength(2)
    expect(events.every((event) => Object.isFrozen(event))).toBe(true)
    expect(failures).toEqual([0])
    expect(events.filter((event) => event.kind === 'internal.failed')).toMatchObject([
      { operation: 'audit.write', errorName: 'Error' },
    ])
  })

  it('reports a rejecting sink once and never throws, whatever the reporter does [F-84]', async () => {
    let reports = 0
    const audit = createAuditor([{ write: () => Promise.reject(new Error('offline')) }], fakeRuntime(), {
      onSinkFailure: () => {
        reports++
        throw new Error('reporter is broken too')
      },
    })
    audit.record(refused())
    audit.record(refused())
    await audit.flush()
    expect(reports).toBe(1)
  })

  it('survives a clock and an event that cannot be written [F-84]', () => {
    const { events, sink } = collect()
    const failures: unknown[] = []
    const audit = createAuditor(
      [sink],
      { nowMs: () => Number.NaN },
      { onSinkFailure: (failure) => failures.push(failure) },
    )
    expect(() => audit.record(refused())).not.toThrow()
    expect(events).toEqual([])
    expect(failures).toHaveLength(1)
  })

  it('flushes what is still being written [F-84]', async () => {
    let release = (): void => undefined
    const written: string[] = []
    const gate = new Promise<void>((resolve) => (release = resolve))
    const audit = createAuditor([jsonLinesSink((line) => gate.then(() => void written.push(line)))], fakeRuntime())
    audit.record(refused())
    const flushed = audit.flush()
    expect(written).toEqual([])
    release()
    await flushed
    expect(written).toHaveLength(1)
  })
})

describe('sinks', () => {
  it('writes one JSON line for each event, whatever the fields hold [F-84]', () => {
    const lines: string[] = []
    const audit = createAuditor([jsonLinesSink((line) => void lines.push(line))], fakeRuntime())
    audit.record(refused({ method: 'GE\nT"\u2028' }))
    expect(lines).toHaveLength(1)
    expect(lines[0]?.match(/\n/g)).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ method: 'GET"' })
  })

  it('stores events under their time and kind [F-84]', async () => {
    const stored: StoredEvent[] = []
    const runtime = fakeRuntime({ nowMs: 1_700_000_000_123 })
    const audit = createAuditor(
      [
        storeSink({
          append: (event) => Promise.resolve(void stored.push(event)),
          query: () => Promise.resolve({ events: stored }),
        }),
      ],
      runtime,
    )
    audit.record(refused({ requestId: 'r9' }))
    await audit.flush()
    expect(stored).toHaveLength(1)
    expect(stored[0]).toMatchObject({ atMs: 1_700_000_000_123, kind: 'request.refused' })
    expect(JSON.parse(stored[0]?.value ?? '')).toMatchObject({ requestId: 'r9' })
  })
})
