import { html } from '../../foundation/index.js'

/** A gate: the default logo. */
export const GATE = html`<svg
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="1.75"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M3.5 21V11a8.5 8.5 0 0 1 17 0v10" />
  <path d="M9.2 21V3M14.8 21V3M3.6 13.5h16.8" />
</svg>`

export const CHECK = html`<svg
  viewBox="0 0 18 24"
  fill="none"
  stroke="currentColor"
  stroke-width="1.75"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="m3 12.5 4 4 8-9" />
</svg>`

export const CAUTION = html`<svg
  viewBox="0 0 20 21"
  fill="none"
  stroke="currentColor"
  stroke-width="1.6"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M10 3.2 18 17.5H2z" />
  <path d="M10 8.5v4M10 15v.01" />
</svg>`

/** For error pages. */
export const STOP = html`<svg
  class="sign"
  viewBox="3 3 30 30"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  aria-hidden="true"
>
  <circle cx="18" cy="18" r="14" />
  <path d="M18 10.5v9M18 25v.02" />
</svg>`
