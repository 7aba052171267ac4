import { html, type Html } from '../../foundation/index.js'
import { GATE } from './icons.js'
import type { Theme } from './options.js'

/** What differs between pages. */
export interface Layout {
  /** Text of the browser tab, before the service's title. */
  readonly tabTitle: string
  readonly main: Html
  /** For lists. */
  readonly wide?: true
  /** Small print. */
  readonly footer: Html
}

function logoOf(theme: Theme): Html {
  // The title stands beside it: an empty alternative keeps screen readers from saying it twice.
  return theme.logo === undefined ? GATE : html`<img src="${theme.logo}" alt="" />`
}

/** The document around a page. The style sheet goes in as it was hashed for the policy. */
export function layout(theme: Theme, css: string, page: Layout): string {
  const styles: Html = { markup: `<style>${css}</style>` }
  return html`<!doctype html>
    <html lang="${theme.lang}" dir="${theme.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no, address=no, email=no" />
        <title>${page.tabTitle} · ${theme.title}</title>
        ${styles}
      </head>
      <body>
        <div class="page${page.wide ? ' wide' : ''}">
          <header class="brand">${logoOf(theme)}<span>${theme.title}</span></header>
          <main>${page.main}</main>
          <footer>${page.footer}</footer>
        </div>
      </body>
    </html> `.markup
}
