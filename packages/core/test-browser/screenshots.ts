/**
 * Takes the pictures in `docs/images`.
 *
 *     node --conditions=sallyport:source --import tsx packages/core/test-browser/screenshots.ts
 */
import { fileURLToPath } from 'node:url'
import { createPages, type Page } from '../src/policy/pages/index.js'
import { launchChromium } from './chromium.js'
import { connections, editorClient, expired, localClient, remoteClient, sensitiveAction } from './models.js'

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url))
const DESKTOP = { width: 720, height: 600 }
const PHONE = { width: 360, height: 640 }

const pages = createPages({ title: 'Notes' })
const shots: readonly [name: string, page: Promise<Page>, colorScheme: 'light' | 'dark', viewport: typeof DESKTOP][] = [
  ['consent-light', pages.consent(remoteClient, []), 'light', DESKTOP],
  ['consent-dark', pages.consent(localClient, []), 'dark', DESKTOP],
  ['consent-phone', pages.consent(editorClient, []), 'light', PHONE],
  ['connections', pages.connections(connections), 'light', DESKTOP],
  ['confirm', pages.confirmation(sensitiveAction), 'light', DESKTOP],
  ['error', pages.error(expired), 'light', DESKTOP],
]

const browser = await launchChromium()
for (const [name, page, colorScheme, viewport] of shots) {
  const context = await browser.newContext({ colorScheme, viewport, deviceScaleFactor: 2 })
  const tab = await context.newPage()
  await tab.setContent((await page).html)
  await tab.screenshot({ path: `${folder}${name}.png`, fullPage: true })
  await context.close()
}
await browser.close()
