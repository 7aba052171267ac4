const MARKED_FENCE = /(<!-- snippet: (\S+?)(?:#(\S+))? -->\n+)```(\w+)\n[\s\S]*?```/g
const ANY_FENCE = /^```ts\n/gm

/** Lines between `// #region name` and `// #endregion name`, moved to the left edge; the whole file without a name. */
function regionOf(code, name) {
  const withoutMarks = (lines) => lines.filter((line) => !/^\s*\/\/ #(end)?region /.test(line))
  const lines = code.split('\n')
  if (name === undefined) return withoutMarks(lines).join('\n').trim()
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${name}`)
  if (start < 0 || end < start) return undefined
  const region = withoutMarks(lines.slice(start + 1, end))
  const indents = region.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const left = Math.min(...indents)
  return region
    .map((line) => line.slice(left))
    .join('\n')
    .trim()
}

/**
 * Fills every fence that follows `<!-- snippet: path#region -->` from its file.
 * TypeScript in a document without such a mark is a problem: nobody would notice when it stops compiling.
 */
export function fillSnippets(document, read) {
  const problems = []
  let marked = 0
  const text = document.replaceAll(MARKED_FENCE, (whole, mark, path, region, language) => {
    if (language === 'ts') marked += 1
    const code = readOrNothing(path, read)
    const snippet = code === undefined ? undefined : regionOf(code, region)
    if (snippet === undefined) {
      problems.push(`there is no ${path}${region ? `#${region}` : ''}`)
      return whole
    }
    return `${mark}\`\`\`${language}\n${snippet}\n\`\`\``
  })
  const loose = (text.match(ANY_FENCE) ?? []).length - marked
  if (loose > 0) problems.push(`${loose} TypeScript fence(s) without <!-- snippet: path#region -->`)
  return { text, problems }
}

function readOrNothing(path, read) {
  try {
    return read(path)
  } catch {
    return undefined
  }
}
