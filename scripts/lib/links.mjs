import { dirname, join, normalize } from 'node:path'

const CODE = /^(`{3,})[\s\S]*?^\1|`[^`\n]*`/gm
const LINK = /\[(?:[^[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?)\)|(?:href|src)="([^"]+)"/g

const withoutCode = (document) => document.replaceAll(CODE, (code) => (code.startsWith('```') ? '' : code))

/** How GitHub names the anchor of a heading: punctuation goes, spaces become hyphens. */
function slugOf(heading) {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/<[^>]*>/g, '')
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

/** Everything in a document that a link may lead to: headings and `<a id>`. */
export function idsIn(document) {
  const text = withoutCode(document)
  const counts = new Map()
  const headings = [...text.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => {
    const slug = slugOf(heading)
    const count = counts.get(slug) ?? 0
    counts.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id)]
}

/** Links within the repository: `{ target, path, id }`, path from the repository root. */
export function internalLinks(from, document) {
  const text = withoutCode(document).replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''))
  return [...text.matchAll(LINK)]
    .map(([, inText, inHtml]) => inText ?? inHtml)
    .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
    .map((target) => {
      const [path, id] = target.split('#')
      return { target, path: path === '' ? from : normalize(join(dirname(from), decodeURI(path))), id }
    })
}
