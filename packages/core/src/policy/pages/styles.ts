import type { Palette } from './colors.js'

function variables(palette: Palette): string {
  return `--accent:${palette.accent};--on-accent:${palette.onAccent};--background:${palette.background};--surface:${palette.surface};--text:${palette.text};--muted:${palette.muted};`
}

const LIGHT_ONLY =
  '--line:#dfe2e9;--caution:#fff5de;--caution-line:#e3b75c;--caution-text:#5a3a00;--shadow:0 1px 2px rgb(16 20 32/.05),0 12px 32px rgb(16 20 32/.08);'
const DARK_ONLY = '--line:#2b313d;--caution:#2b2110;--caution-line:#7d5f23;--caution-text:#f6d999;--shadow:none;'

/**
 * Buttons with consequences ignore the pointer for a moment after the page appears, so that a click meant for what was
 * there before cannot land on them: the second of a double click, where a list has moved up. Keyboards and assistive
 * technology are not held up.
 */
const ARMING = '@keyframes arm{from,to{pointer-events:none}}.approve,.connections .button{animation:arm .6s}'

/** The one style sheet of all pages. Logical properties throughout, so that it serves both writing directions. */
export function styleSheet(light: Palette, dark: Palette): string {
  return `:root{color-scheme:light dark;${variables(light)}${LIGHT_ONLY}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}${DARK_ONLY}}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body,h1,h2,h3,p,ul,dl,dd{margin:0;padding:0}
ul{list-style:none}
body{min-height:100vh;min-height:100svh;display:grid;align-content:start;justify-items:center;padding:clamp(1rem,8vh,5rem) 1rem 3rem;background:var(--background);color:var(--text);font:400 1rem/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,"Helvetica Neue",Arial,system-ui,sans-serif;overflow-wrap:anywhere}
.page{inline-size:100%;max-inline-size:30rem}
.wide{max-inline-size:42rem}
.brand{display:flex;align-items:center;gap:.625rem;margin-block-end:1rem;padding-inline:.25rem;font-size:.9375rem;font-weight:600}
.brand svg,.brand img{flex:none;inline-size:auto;max-inline-size:10rem;block-size:1.75rem}
main{padding:2rem;background:var(--surface);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--shadow)}
h1{font-size:1.375rem;font-weight:650;line-height:1.25;letter-spacing:-.012em;text-wrap:pretty}
h2{font-size:.9375rem;font-weight:600;line-height:1.4}
.lead{margin-block-start:.625rem;color:var(--muted)}
section{margin-block-start:1.5rem}
.label{display:block;font-size:.8125rem;color:var(--muted)}
.target{padding:.875rem 1rem;background:var(--background);border:1px solid var(--line);border-radius:.75rem}
.target strong{display:block;font-size:1.1875rem;font-weight:650;line-height:1.35}
.target strong+.label{margin-block-start:.125rem}
.account{margin-block-start:1.25rem;padding-inline-start:.875rem;border-inline-start:3px solid var(--accent)}
.account strong{display:block;font-weight:600}
.caution{display:grid;grid-template-columns:auto 1fr;gap:.125rem .625rem;margin-block-start:.75rem;padding:.875rem 1rem;color:var(--caution-text);background:var(--caution);border:1px solid var(--caution-line);border-radius:.75rem;font-size:.9375rem}
.caution svg{inline-size:1.25rem;block-size:1.3125rem}
.caution p{grid-column:2}
.scopes{margin-block-start:.625rem;list-style:none}
.scopes li{display:grid;grid-template-columns:auto 1fr;justify-items:start;gap:0 .625rem;padding-block:.625rem;border-block-start:1px solid var(--line)}
.scopes li:first-child{border:0;padding-block-start:0}
.scopes svg{inline-size:1.125rem;block-size:1.5rem;color:var(--muted)}
.scopes code{grid-column:2}
code{font:400 .8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;color:var(--muted)}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-block-start:1.75rem}
.button{flex:1 1 7rem;min-block-size:2.875rem;padding:.5rem 1rem;border:1px solid transparent;border-radius:.625rem;display:flex;align-items:center;justify-content:center;font:inherit;font-weight:600;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer;color:var(--text);background:transparent;border-color:var(--muted)}
.button.approve,.button.return{color:var(--on-accent);background:var(--accent);border-color:var(--accent)}
.button:hover{text-decoration:underline;text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.row{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.row>:first-child{flex:1 1 12rem}
.row>.button,summary.button{flex:none}
.connections{display:grid;gap:1rem;margin-block-start:1.5rem;list-style:none}
.connection{padding:1.125rem 1.25rem;border:1px solid var(--line);border-radius:.75rem}
.connection h2{font-size:1.125rem;font-weight:650;line-height:1.35}
.connection h2+.label{margin-block-start:.125rem}
.note{margin-block-start:.75rem;font-size:.9375rem}
.access{margin-block-start:1rem;padding-block-start:1rem;border-block-start:1px solid var(--line)}
.access .row{margin-block-start:.75rem}
h3{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .625rem;font-size:.9375rem;font-weight:600;line-height:1.4}
.access .scopes li{padding-block:.1875rem;border:0}
.facts{display:flex;flex-wrap:wrap;gap:.375rem 2rem;margin-block-start:.75rem;font-size:.875rem}
dt{color:var(--muted)}
time{white-space:nowrap}
details{margin-block-start:1.5rem}
.arguments{gap:.875rem;margin-block-start:.75rem}
.arguments dd{margin-block-start:.25rem}
pre{margin:0;padding:.625rem .75rem;white-space:pre-wrap;overflow-wrap:anywhere;font:400 .875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;color:var(--text);background:var(--background);border:1px solid var(--line);border-radius:.5rem}
.arguments dt code{font-size:.9375rem;color:var(--text)}
summary{inline-size:fit-content}
summary::-webkit-details-marker{display:none}
details .caution{grid-template-columns:1fr;gap:.875rem}
details .caution p{grid-column:auto}
details .caution .button{justify-self:start;color:inherit;border-color:currentcolor}
@media (min-width:36rem){.access .scopes li{grid-template-columns:auto auto 1fr;align-items:baseline}.access .scopes svg{align-self:center}.access .scopes bdi+code{grid-column:3}}
.next{margin-block-start:.875rem;font-size:.875rem;color:var(--muted);text-align:center}
footer{padding:1.25rem .25rem 0;font-size:.8125rem;color:var(--muted)}
footer h2{font-size:.8125rem;color:var(--text)}
dl{display:grid;gap:.5rem;margin-block-start:.5rem}
dd code{color:var(--text)}
.sign{inline-size:2.25rem;block-size:2.25rem;margin-block-end:.875rem;color:var(--muted)}
@media (max-width:26rem){body{padding:.75rem .75rem 2rem}main{padding:1.25rem}h1{font-size:1.3125rem}}
@media (prefers-contrast:more){main,.target,.connection,.access,.scopes li{border-color:var(--muted)}}
${ARMING}`
}
