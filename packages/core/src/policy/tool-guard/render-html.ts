import { html, type Html } from '../../foundation/index.js'
import type { DefinitionDiff } from './diff-types.js'
import { severityOfDiff } from './diff.js'
import { reportEntries, summaryOf, type ReportNote } from './report.js'
import type { WordRun } from './words.js'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
section { border: 1px solid #8888; border-radius: 6px; margin: 1rem 0; padding: 0 1rem 1rem }
h2 { font-size: 1.1rem }
code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
pre { margin: .25rem 0; padding: .5rem; border-left: 4px solid #8888 }
pre.before { border-color: #c62828 } pre.after { border-color: #2e7d32 }
del { background: #c6282833 } ins { background: #2e7d3233 }
.grade { border: 1px solid; border-radius: 4px; padding: 0 .4em; font-size: .85em }
.critical, .high { font-weight: bold; color: light-dark(#b71c1c, #ff8a80) }
.medium { color: light-dark(#8a5a00, #ffd54f) }
`

/**
 * A diff as a page of its own: no script, nothing loaded from elsewhere, every text escaped. Removed and added words are
 * marked by `<del>` and `<ins>`.
 *
 * @example
 * ```ts
 * import { diffTools, renderHtml } from '@sallyport/core/tool-guard'
 *
 * console.log(renderHtml(diffTools([], [{ name: '<script>' }])).includes('<script>')) // false
 * ```
 */
export function renderHtml(diff: DefinitionDiff): string {
  const sections = reportEntries(diff).map(
    ({ kind, name, severity, notes }) =>
      html` <section>
        <h2><span class="grade ${severity}">${severity}</span> ${kind} <code>${name}</code></h2>
        ${notes.map(noteMarkup)}
      </section>`,
  )
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width" />
        <title>Changed definitions</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <h1>Changed definitions</h1>
        <p>${summaryOf(diff)}; gravest: <span class="grade ${severityOfDiff(diff)}">${severityOfDiff(diff)}</span></p>
        ${sections}
      </body>
    </html> `.markup
}

function noteMarkup({ path, severity, note, before, after }: ReportNote): Html {
  return html`<p><span class="grade ${severity}">${severity}</span> <code>${path}</code> ${note}</p>
    ${before && html`<pre class="before">${before.map(runMarkup)}</pre>`}${after && html`<pre class="after">${after.map(runMarkup)}</pre>`} `
}

function runMarkup({ kind, text }: WordRun): Html {
  if (kind === 'same') return html`${text}`
  return kind === 'removed' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`
}
