import { ConfigError } from '../../errors/index.js'

/** Colours of one scheme, each `#rgb` or `#rrggbb`. */
export interface Palette {
  /** The approve button, links, the focus ring. */
  readonly accent: string
  /** Text on `accent`. Default: black or white, whichever reads better. */
  readonly onAccent: string
  /** Behind the card. */
  readonly background: string
  /** The card. */
  readonly surface: string
  /** Running text. */
  readonly text: string
  /** Labels and small print. */
  readonly muted: string
}

type Rgb = readonly [red: number, green: number, blue: number]

export const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

function rgb(hex: string): Rgb {
  const digits = hex.length === 4 ? Array.from(hex.slice(1), (digit) => digit + digit).join('') : hex.slice(1)
  const value = Number.parseInt(digits, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** WCAG 2.2 "relative luminance". */
function luminance(hex: string): number {
  const [red, green, blue] = rgb(hex).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2 "contrast ratio", from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

export function readableOn(background: string): string {
  return contrast('#ffffff', background) >= contrast('#000000', background) ? '#ffffff' : '#000000'
}

/** The nearest shade of `color` that reaches `ratio` on `background`. */
function nearestReadable(color: string, background: string, ratio: number): string {
  const target = readableOn(background) === '#ffffff' ? 255 : 0
  for (let step = 1; step < 20; step++) {
    const mixed = rgb(color).map((channel) => Math.round(channel + ((target - channel) * step) / 20))
    const hex = `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
    if (contrast(hex, background) >= ratio) return hex
  }
  return readableOn(background)
}

/** Pairs that meet on a page, and what WCAG 2.2 AA asks of them: 1.4.3 for text, 1.4.11 for controls. */
const PAIRS: readonly (readonly [keyof Palette, keyof Palette, number])[] = [
  ['text', 'surface', 4.5],
  ['text', 'background', 4.5],
  ['muted', 'surface', 4.5],
  ['muted', 'background', 4.5],
  ['onAccent', 'accent', 4.5],
  ['accent', 'surface', 3],
]

/** @throws {ConfigError} naming the colour that cannot be read and one that can */
export function assertReadable(option: string, palette: Palette): void {
  for (const [front, back, ratio] of PAIRS) {
    const found = contrast(palette[front], palette[back])
    if (found >= ratio) continue
    throw new ConfigError({
      option: `${option}.${front}`,
      anchor: 'pages.colors',
      problem: `${palette[front]} on ${back} ${palette[back]} has a contrast of ${found.toFixed(1)}, WCAG AA asks for ${String(ratio)}.`,
      fix: `Use for example ${nearestReadable(palette[front], palette[back], ratio)}, or another ${back}.`,
    })
  }
}
