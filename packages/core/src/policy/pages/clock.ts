import { html, type Html } from '../../foundation/index.js'
import type { Theme } from './options.js'
import { fillHtml } from './template.js'

export type Clock = (timeMs: number) => Html

/** The page knows neither the person's time zone nor the time of day: it says which one it means. */
export function clockOf({ lang, texts }: Theme): Clock {
  const format = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return (timeMs) => {
    const time = fillHtml(texts.utcTime, { time: html`${format.format(timeMs)}` })
    return html`<time datetime="${new Date(timeMs).toISOString()}">${time}</time>`
  }
}
