import { encodeBase64Url, systemRuntime, type Runtime } from '../../foundation/index.js'
import { confirmationPage, confirmedPage } from './confirm-page.js'
import { connectionsPage, signedOutPage } from './connections-page.js'
import { consentPage } from './consent-page.js'
import { contentSecurityPolicy } from './csp.js'
import { errorPage } from './error-page.js'
import { layout, type Layout } from './layout.js'
import { resolveTheme, type PagesOptions } from './options.js'
import { styleSheet } from './styles.js'
import type { Page, Pages } from './types.js'

/** CSP wants padded base64 with `+` and `/`. */
async function cspHash(text: string, runtime: Pick<Runtime, 'sha256'>): Promise<string> {
  return `${encodeBase64Url(await runtime.sha256(text))
    .replaceAll('-', '+')
    .replaceAll('_', '/')}=`
}

/**
 * Creates the pages a person sees: consent, connections and errors. Finished HTML and CSS, no scripts, nothing loaded from elsewhere.
 *
 * @param options look and wording; wrong values are refused here, not on the page
 * @throws {ConfigError} for an unknown option, an unreadable colour (WCAG 2.2 AA), a foreign logo or a text that lost
 *   its placeholder
 * @example
 * ```ts
 * import { createPages } from '@sallyport/core/pages'
 *
 * const pages = createPages({ title: 'Notes', colors: { light: { accent: '#0b6b4f' } } })
 * const page = await pages.error({ problem: 'page_expired', error: undefined, requestId: 'r_1', returnTo: undefined })
 * console.log(page.contentSecurityPolicy)
 * ```
 */
export function createPages(options: PagesOptions = {}, runtime: Pick<Runtime, 'sha256'> = systemRuntime): Pages {
  const theme = resolveTheme(options)
  const css = styleSheet(theme.light, theme.dark)
  const imageSource = theme.logo === undefined ? undefined : theme.logo.startsWith('data:') ? 'data:' : "'self'"
  let hash: Promise<string> | undefined
  const styleHash = (): Promise<string> => (hash ??= cspHash(css, runtime))
  async function finish(page: Layout, formAction: readonly string[] | undefined): Promise<Page> {
    return {
      html: layout(theme, css, page),
      contentSecurityPolicy: contentSecurityPolicy({ styleHash: await styleHash(), imageSource, formAction }),
    }
  }
  return {
    consent: (model, formAction) => finish(consentPage(theme.texts, model), formAction),
    connections: (model) => finish(connectionsPage(theme, model), []),
    signedOut: (signInUrl) => finish(signedOutPage(theme, signInUrl), undefined),
    confirmation: (model) => finish(confirmationPage(theme, model), []),
    confirmed: (state) => finish(confirmedPage(theme, state), undefined),
    error: (model) => finish(errorPage(theme.texts, theme.problems[model.problem], model), undefined),
  }
}
