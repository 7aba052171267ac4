/**
 * Letters of other scripts that look like ASCII ones, each before the one it imitates. From UTS #39
 * (`confusables.txt`), cut to Cyrillic and Greek: what is used to fake English words.
 */
const PAIRS =
  'аaсcеeіiјjоoрpѕsхxуyԁdһhӏlԛqԝwАAВBСCЕEНHІIЈJКKМMОOРPЅSТTХX' + 'οoαaνvιiρpκkυuτtΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX'

const table = new Map((PAIRS.match(/../gu) ?? []).map((pair) => [pair.slice(0, 1), pair.slice(1)]))

const FOREIGN_LETTER = /[\p{Script=Cyrillic}\p{Script=Greek}]/u
const LATIN_LETTER = /\p{Script=Latin}/u
const WORD = /[\p{L}\p{N}_]+/gu

/** Replaces look-alikes in words that mix scripts; a word written in one script stays as it is. */
export function unmasked(text: string): string {
  if (!FOREIGN_LETTER.test(text)) return text
  return text.replaceAll(WORD, (word) =>
    LATIN_LETTER.test(word) ? Array.from(word, (letter) => table.get(letter) ?? letter).join('') : word,
  )
}

/** Letters that imitate a Latin one, next to Latin ones in the same word. */
export function mixesScripts(text: string): boolean {
  if (!FOREIGN_LETTER.test(text)) return false
  return (text.match(WORD) ?? []).some(
    (word) => LATIN_LETTER.test(word) && Array.from(word).some((letter) => table.has(letter)),
  )
}

/** Letters with an accent, as ordinary spelling has them. */
const ACCENTED = /^[\p{Script=Latin}\p{M}\p{N}\p{P}\p{Z}$+<=>^`|~]*$/u
const ODD_LATIN = /[^\x20-\x7e\u00c0-\u024f\u1e00-\u1eff\p{M}]/u

/**
 * True for a name that passes for another one: letters of another script that imitate Latin ones, compatibility forms,
 * characters nobody sees. A name written in one other script is only foreign.
 */
export function imitates(name: string): boolean {
  if (/[\p{Cf}\p{Cc}\p{Co}\p{Default_Ignorable_Code_Point}]/u.test(name) || mixesScripts(name)) return true
  const composed = name.normalize('NFC')
  if (composed.normalize('NFKC') !== composed) return true
  if (ACCENTED.test(composed)) return ODD_LATIN.test(composed)
  return (composed.match(/[\p{Script=Cyrillic}\p{Script=Greek}]+/gu) ?? []).some((word) =>
    Array.from(word).every((letter) => table.has(letter)),
  )
}

/** What two names look like to a hurried eye: case, separators and digits that pass for letters are one. */
export function skeleton(name: string): string {
  return Array.from(name.normalize('NFKC'), (letter) => table.get(letter) ?? letter)
    .join('')
    .toLowerCase()
    .replaceAll(/[\s._\-/]+/g, '')
    .replaceAll('0', 'o')
    .replaceAll(/[1|]/g, 'l')
    .replaceAll('rn', 'm')
}
