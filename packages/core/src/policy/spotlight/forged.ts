/** What every marker begins with, whatever its tag. */
export const MARKER = 'untrusted-text'

/** Not seen, or drawn onto the letter before: none of these keeps a marker from being read as one. */
const UNSEEN = /^[\p{M}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]$/u
const CONTROL = /^(?![\t\n\v\f\r])\p{Cc}$/u
const DASH =
  /^[\p{Pd}_\u02d7\u2027\u2043\u2212\u30fc\u00b7~\u23af\u2500\u2501\u2504\u2505\u254c\u254d\u2796\u1173\u4e00]$/u
const SPACE = /^[\s\u0085]$/u

/**
 * Letters of the marker, each with what passes for it: UTS #39 confusables in lower case, letters with strokes and hooks,
 * small capitals, turned and mirrored letters, digits, signs.
 */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    u: 'υսᴜʊʋцꭎꭒꞟ∪⊔⋃ᑌሀꓴ𐓶𑣘ʉꮜ',
    n: 'ոռղɴпη∩ᥒꞑɲɳƞŋᵰᶇꓠⲛиᴎͷ',
    t: 'τтᴛꭲƚŧ†7+ꞇʈƫᵵⲧⱦȶꓔ⊤⟙𐊗𐊱𐌕𑢼𖼊✝ʇ',
    r: 'гᴦⲅꭇꭈɾɼʀꞃꮁꮢᖇꓣɍɽᵲᶉᚱ𖼵яᴙɹ',
    s: 'ѕꜱꮪƽʂ5$տꮥꓢƨ𐑈𑣁𐊖ȿᵴᶊ§𖼺',
    e: 'еҽєəεɛᴇ℮3€ꬲɇᶒⴹꓰꭼ⋿ɘэзξσ∊∈ⲉǝ𐊆',
    d: 'ԁɗɖᴅđꮷꓒꭰꓓᗞᗪժȡðƌᑯᵭᶁд∂₫',
    x: 'хχ×⨯ⅹᕁᕽ᙮✕✖ꭓᚷ╳ꓫⲭⵝ⤫⤬𐊐𐊴𐌗𐌢𑣬乂ᶍӿҳж✗✘❌',
  }).flatMap(([letter, others]) => Array.from(others, (other): [string, string] => [other, letter])),
)

const folded = new Map<string, string>()
const MAX_FOLDED = 20_000

/** Regional indicators, and letters in black circles and squares, which no normalisation form takes apart. */
function letterOfSymbol(point: number): string {
  for (const first of [0x1f1e6, 0x1f150, 0x1f170]) {
    if (point >= first && point < first + 26) return String.fromCharCode(0x61 + point - first)
  }
  return ''
}

function foldAnew(char: string): string {
  const letter = letterOfSymbol(char.codePointAt(0) ?? 0)
  if (letter !== '') return letter
  let result = ''
  for (const part of char.normalize('NFKD').toLowerCase()) {
    if (UNSEEN.test(part) || CONTROL.test(part)) continue
    result += SPACE.test(part) ? ' ' : DASH.test(part) ? '-' : (LOOK_ALIKES.get(part) ?? part)
  }
  return result
}

/** What a hurried reader makes of a character; nothing of one that is not seen. */
function fold(char: string): string {
  const known = folded.get(char)
  if (known !== undefined) return known
  if (folded.size >= MAX_FOLDED) folded.clear()
  const result = foldAnew(char)
  folded.set(char, result)
  return result
}

/** Most text is such that a look is enough: nothing to fold but case and the digits of {@link LOOK_ALIKES}. */
const ORDINARY = /^[\t-\r -~]*$/
const ORDINARY_MARKER = /un[t7+]ru[s5$][t7+][e3]d[-_~\s]*[t7+][e3]x[t7+]/i

/** In folded text, also with spaces at the dash; without any dash where something like a tag begins. */
const FORGED = /untrusted *- *text|(?=untrusted)(?<=[<‹〈⟨❮˂][ /⁄∕⧸\\]*)untrusted *text/gu

/** Where in a text something begins that reads like a marker: other case, full width, look-alikes, hidden characters. */
function markerStarts(text: string): number[] {
  if (ORDINARY.test(text) && !ORDINARY_MARKER.test(text)) return []
  let plain = ''
  const origins: number[] = []
  let at = 0
  for (const char of text) {
    const letters = fold(char)
    plain += letters
    for (let i = 0; i < letters.length; i++) origins.push(at)
    at += char.length
  }
  const starts: number[] = []
  let taken = -1
  for (const { 0: found, index } of plain.matchAll(FORGED)) {
    const start = origins[index] ?? 0
    // A character that folds to several letters may end one marker and begin the next.
    if (start <= taken) continue
    starts.push(start)
    taken = origins[index + found.length - 1] ?? start
  }
  return starts
}

/**
 * Puts a backslash in front of everything that reads like one of our markers. What had backslashes there gets one more,
 * so {@link restoreForged} gives back exactly what was there. Time is linear in the length.
 */
export function neutraliseForged(text: string): string {
  const starts = markerStarts(text)
  if (starts.length === 0) return text
  const cuts = [0, ...starts]
  return cuts.map((cut, i) => text.slice(cut, starts[i])).join('\\')
}

/** Undoes {@link neutraliseForged}. */
export function restoreForged(text: string): string {
  const starts = markerStarts(text)
  if (starts.length === 0) return text
  const cuts = [0, ...starts]
  return cuts
    .map((cut, i) => {
      const end = starts[i]
      return text.slice(cut, end !== undefined && text[end - 1] === '\\' ? end - 1 : end)
    })
    .join('')
}
