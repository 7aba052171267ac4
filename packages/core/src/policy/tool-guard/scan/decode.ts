import { decodeBase64Url } from '../../../foundation/index.js'

const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g
const HEX = /(?:[0-9a-fA-F]{2}){16,}/g
const SPACED_HEX = /(?:\b(?:0x)?[0-9a-fA-F]{2}[\s,:-]{1,2}){11,}[0-9a-fA-F]{2}\b/g
const WRAPPED_BASE64 = /(?:[A-Za-z0-9+/]{16,76}\r?\n[ \t]{0,8}){1,200}[A-Za-z0-9+/]{2,76}={0,2}/g
const PERCENT = /(?:%[0-9a-fA-F]{2}){6,}/g
const ESCAPES = /(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}){6,}/g
const ENTITIES = /(?:&#(?:\d{1,7}|x[0-9a-fA-F]{1,6});){6,}/g
const BINARY = /(?:\b[01]{8}[\s,]{1,2}){7,}[01]{8}\b/g
const TAGS = /[\u{e0020}-\u{e007e}]{3,}/gu
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{6,}/gu
const BITS = /[\u200b\u200c]{32,}/g

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Words with spaces: what an image, a hash or an identifier never decodes to. */
const READABLE = /^(?=[^]*\s)(?:[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\s]){8,}$/u

/** Encoded once more: a further layer will tell. */
const ENCODED =
  /^[A-Za-z0-9+/_-]{24,}={0,2}$|(?:%[0-9a-f]{2}[^%\s]{0,20}){3}|(?:\\u[0-9a-f]{4}[^\\]{0,20}){3}|(?:&#\w{1,7};[^&]{0,20}){3}/i

function text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function byteList(digits: readonly string[], base: number): string | undefined {
  return text(Uint8Array.from(digits, (digit) => Number.parseInt(digit, base)))
}

function fromBase64(run: string): string | undefined {
  const bytes = decodeBase64Url(run.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
  return bytes === undefined ? undefined : text(bytes)
}

function codePoints(run: string, expression: RegExp, base: (digits: string) => number): string {
  return Array.from(run.matchAll(expression), ([, digits = '']) => {
    const point = base(digits)
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
  }).join('')
}

const selectorByte = (point: number): number => (point < 0xfe10 ? point - 0xfe00 : point - 0xe0100 + 16)

const DECODERS: readonly { readonly run: RegExp; readonly decode: (run: string) => string | undefined }[] = [
  { run: BASE64, decode: fromBase64 },
  { run: HEX, decode: (run) => byteList(run.match(/../g) ?? [], 16) },
  { run: SPACED_HEX, decode: (run) => byteList(run.match(/[0-9a-fA-F]{2}(?![0-9a-fA-Fx])/g) ?? [], 16) },
  { run: WRAPPED_BASE64, decode: (run) => fromBase64(run.replaceAll(/\s/g, '')) },
  { run: PERCENT, decode: (run) => byteList(run.slice(1).split('%'), 16) },
  { run: ESCAPES, decode: (run) => codePoints(run, /\\[ux]([0-9a-fA-F]+)/g, (digits) => Number.parseInt(digits, 16)) },
  {
    run: ENTITIES,
    decode: (run) => codePoints(run, /&#(x?[0-9a-fA-F]+);/gi, (digits) => Number(digits.replace(/^x/i, '0x'))),
  },
  { run: BINARY, decode: (run) => byteList(run.match(/[01]{8}/g) ?? [], 2) },
  {
    run: TAGS,
    decode: (run) => Array.from(run, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) - 0xe0000)).join(''),
  },
  {
    run: SELECTORS,
    decode: (run) => text(Uint8Array.from(Array.from(run), (c) => selectorByte(c.codePointAt(0) ?? 0))),
  },
  {
    run: BITS,
    decode: (run) => byteList(run.replaceAll('\u200b', '0').replaceAll('\u200c', '1').match(/.{8}/g) ?? [], 2),
  },
]

/** Texts hidden in a string by base64, hex, percent, escapes, entities or invisible characters. One layer. */
export function decodedTexts(source: string): string[] {
  const found: string[] = []
  for (const { run, decode } of DECODERS) {
    for (const [match] of source.matchAll(run)) {
      const decoded = decode(match)
      if (decoded === undefined || decoded.length < 6) continue
      if (READABLE.test(decoded) || ENCODED.test(decoded)) found.push(decoded)
    }
  }
  return found
}
