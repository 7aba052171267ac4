import type { BrowserContext } from 'playwright-core'

/** CSP violations, console errors, dialogs and uncaught exceptions in all tabs of a context, as they come. */
export async function watch(context: BrowserContext): Promise<string[]> {
  const alarms: string[] = []
  await context.exposeFunction('reportViolation', (text: string) => alarms.push(`violation ${text}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as unknown as { reportViolation(text: string): void }).reportViolation
      report(`${event.effectiveDirective} ${event.blockedURI}`)
    })
  })
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) alarms.push(`console ${message.text()}`)
  })
  context.on('weberror', (error) => alarms.push(`exception ${error.error().message}`))
  context.on('dialog', (dialog) => {
    alarms.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  return alarms
}
