/** Escapes of HTML, JavaScript and addresses, wherever they stand in a text. */
const ESCAPED =
  /&#x?[0-9a-f]{1,7};|&(?:lt|gt|amp|quot|apos);|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%[0-9a-f]{2}|\\[0-7]{2,3}/gi
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(escape: string): string {
  const name = NAMED[escape.slice(1, -1).toLowerCase()]
  if (name !== undefined) return name
  const digits = escape.replaceAll(/[^0-9a-f]/gi, '')
  const base = /^&#\d/.test(escape) ? 10 : /^\\\d/.test(escape) ? 8 : 16
  const point = Number.parseInt(digits, base)
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
}

function fromEscapes(source: string): string | undefined {
  if ((source.match(ESCAPED) ?? []).length < 3) return undefined
  return source.replaceAll(ESCAPED, unescaped)
}

/** Words in which digits and signs pass for letters. */
const LEET_WORD = /(?<![\w@$!])(?=[\w@$!]{0,20}[a-z])(?=[\w@$!]{0,20}[013457@$!])[a-z013457@$!]{2,20}(?![\w@$])/gi
const LEET: Readonly<Record<string, string>> = {
  ...{ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' },
}

function fromLeet(source: string): string | undefined {
  if ((source.match(LEET_WORD) ?? []).length < 4) return undefined
  return source.replaceAll(LEET_WORD, (word) =>
    // A mark at the end of a word ends the sentence.
    word.replaceAll(/!$/g, '.').replaceAll(/[013457@$!]/g, (sign) => LEET[sign] ?? sign),
  )
}

const SPACED_LETTERS = /(?:(?<![\p{L}\p{N}])\p{L}[ .\-_*|·~+]{1,4}){9,}\p{L}(?![\p{L}\p{N}])/gu
const DOTTED_WORD = /(?<![\p{L}\p{N}])(?:\p{L}[.\-_*|·~+]){1,30}\p{L}(?![\p{L}\p{N}])/gu

/** What orders consist of; where no blank is left between words, these are told apart. */
const CORE =
  /ignore|disregard|forget|all|previous|prior|earlier|instructions?|rules|donot|tell|inform|mention|reveal|the|user|send|read|file|files|secrets?|password|system|prompt|conversation|history|include|pass|without|asking|confirmation|always|call|this|tool|first|before|any|other/g

function fromSpaced(source: string): string | undefined {
  const dotted = source.match(DOTTED_WORD) ?? []
  const spaced = source.match(SPACED_LETTERS) ?? []
  if (dotted.length < 4 && spaced.length === 0) return undefined
  return source
    .replaceAll(SPACED_LETTERS, (run) => {
      const lone = run.replaceAll(/(\p{L})[ .\-_*|·~+](?=\p{L})/gu, '$1').replaceAll(/[ .\-_*|·~+]+/g, ' ')
      return lone.includes(' ') ? lone : lone.toLowerCase().replaceAll(CORE, ' $& ').replaceAll('donot', 'do not')
    })
    .replaceAll(DOTTED_WORD, (word) => word.replaceAll(/[^\p{L}]/gu, ''))
}

const turned = (source: string): string => Array.from(source).reverse().join('')

/** Backwards, where frequent words are. */
function fromReversed(source: string): string | undefined {
  const found =
    source.match(/\b(?:eht|dna|uoy|ton|resu|lla|erongi|snoitcurtsni|siht|loot|dnes|elif|htiw|llet)\b/gi) ?? []
  return found.length < 2 ? undefined : turned(source)
}

/** Every text is some text in ROT13: only where it says so, or where frequent words are. */
function fromRot13(source: string): string | undefined {
  const found =
    source.match(/\b(?:gur|naq|abg|lbh|lbhe|hfre|nyy|vtaber|vafgehpgvbaf|guvf|gbby|fraq|svyr|jvgu|gryy)\b/gi) ?? []
  if (found.length < 2 && !/\brot-?\s?13\b/i.test(source)) return undefined
  return source.replaceAll(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })
}

const MORSE_RUN = /(?:[.-]{1,5} (?:\/ )?){11,}[.-]{1,5}/g
const MORSE = new Map(
  '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'
    .split(' ')
    .map((sign, index) => [sign, String.fromCharCode(97 + index)]),
)

function fromMorse(source: string): string | undefined {
  const runs = source.match(MORSE_RUN)
  if (runs === null) return undefined
  return runs
    .map((run) =>
      run
        .replaceAll('/', ' ')
        .split(/ {2,}/)
        .map((word) =>
          word
            .split(' ')
            .map((sign) => MORSE.get(sign) ?? '')
            .join(''),
        )
        .join(' '),
    )
    .join('. ')
}

const RESPELLINGS = [fromEscapes, fromLeet, fromSpaced, fromReversed, fromRot13, fromMorse]

/** A text in another writing, which is no secret by itself: it counts only when a rule objects to it. */
export function respelled(source: string): string[] {
  return RESPELLINGS.map((respell) => respell(source)).filter((text) => text !== undefined)
}
