import { isObject, own, type JsonObject } from './subschemas.js'
import type { Objection } from './types.js'

/** Clients must show the first two, and should show the others. */
const TYPES = new Set(['image/png', 'image/jpeg', 'image/jpg', 'image/webp', 'image/svg+xml'])

const MAX_INLINE = 65_536

/** Icons of a definition (TL-25): what a client may fetch and show without harm. */
export function checkIcons(definition: JsonObject, origin: string | undefined): Objection[] {
  const icons = own(definition, 'icons')
  if (icons === undefined) return []
  if (!Array.isArray(icons)) return [{ rule: 'icon-src', path: ['icons'] }]
  return icons.flatMap((icon: unknown, index) =>
    checkIcon(isObject(icon) ? icon : {}, origin).map(({ path, ...rest }) => ({
      ...rest,
      path: ['icons', String(index), ...path],
    })),
  )
}

function checkIcon(icon: JsonObject, origin: string | undefined): Objection[] {
  const src = own(icon, 'src')
  const text = typeof src === 'string' ? src : ''
  const found: Objection[] = []
  const data = /^data:([^;,]*)[;,]/i.exec(text)
  const declared = own(icon, 'mimeType')
  const types = [data?.[1], declared].filter((type) => type !== undefined)
  for (const type of types) {
    if (typeof type === 'string' && TYPES.has(type.toLowerCase())) continue
    found.push({ rule: 'icon-type', path: [type === declared ? 'mimeType' : 'src'], text: JSON.stringify(type) })
  }
  if (data) {
    if (text.length > MAX_INLINE * (4 / 3)) found.push({ rule: 'icon-large', path: ['src'] })
    return found
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    return [...found, { rule: 'icon-src', path: ['src'], text: text.replace(/\/\/[^/@]*@/, '//…@') }]
  }
  if (origin !== undefined && url.origin !== origin)
    found.push({ rule: 'icon-origin', path: ['src'], text: url.origin })
  return found
}
