import { describe, expect, it } from 'vitest'
import { desk } from './support/desk.js'

describe('keys retire', () => {
  it('refuses while the key is needed, and removes it afterwards [F-06]', async () => {
    const { command, clock, kid, read } = await desk()
    await command('keys rotate -f FILE -p cookies')
    expect(await command(`keys retire -f FILE ${kid('cookies')}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is in use') as string,
    })
    clock.advance(1_200_000)
    expect(await command(`keys retire -f FILE ${kid('cookies')}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is needed until 2030-01-01T02:11:00Z') as string,
    })
    clock.advance(7_200_000)
    expect(await command('keys retire -f FILE --expired')).toMatchObject({ code: 0, out: `Removed: ${kid('cookies')}` })
    expect(await command('keys retire -f FILE --expired')).toMatchObject({ code: 0, out: 'No key has expired.' })
    expect(read().keys).toHaveLength(5)
  })

  it('removes a leaked key at once by a flag that says what it costs [F-06]', async () => {
    const { command, kid, read } = await desk()
    await command('keys rotate -f FILE -p signing --lead 0')
    const { code } = await command(`keys retire -f FILE ${kid('signing')} --unsafely-log-people-out`)
    expect([code, read().keys.some((key) => key.kid === kid('signing'))]).toEqual([0, false])
  })

  it('wants --reencrypted for a vault key [F-02]', async () => {
    const { command, kid } = await desk()
    await command('keys rotate -f FILE -p vault --lead 0')
    expect((await command(`keys retire -f FILE ${kid('vault')}`)).code).toBe(1)
    expect((await command(`keys retire -f FILE ${kid('vault')} --reencrypted`)).code).toBe(0)
  })

  it('believes --reencrypted of a vault key with an end, too [F-02]', async () => {
    const { command, kid } = await desk()
    await command('keys rotate -f FILE -p vault --lead 0 --keep 90d')
    expect((await command(`keys retire -f FILE ${kid('vault')}`)).code).toBe(1)
    expect((await command(`keys retire -f FILE ${kid('vault')} --reencrypted`)).code).toBe(0)
  })

  it('names each step when a key leaks while a rotation is under way [F-06]', async () => {
    const { command, kid, read } = await desk()
    await command('keys rotate -f FILE -p signing')
    const flag = '--unsafely-log-people-out'
    const next = read().keys.find(({ nbf }) => nbf !== undefined)?.kid ?? ''
    expect(await command(`keys retire -f FILE ${kid('signing')} ${flag}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        `First: sallyport keys retire ${next}. Then: sallyport keys rotate --purpose signing --lead 0`,
      ) as string,
    })
    for (const step of [`retire ${next}`, 'rotate --purpose signing --lead 0', `retire ${kid('signing')} ${flag}`]) {
      expect((await command(`keys ${step} --file FILE`)).code).toBe(0)
    }
    expect(read().keys.map((key) => key.kid)).not.toContain(kid('signing'))
  })
})
