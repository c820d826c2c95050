import createDOMPurify, { type Config, type DOMPurify } from 'dompurify'

/** What Markdown can make, and nothing that styles, embeds, submits or runs. */
const tags = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'hr', 'pre', 'div'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ...[
    'a',
    'img',
    'strong',
    'em',
    'del',
    'code',
    'br',
    'wbr',
    'kbd',
    'sub',
    'sup',
    'mark',
    'u',
    'ins',
    'small',
    'input',
  ],
]
const attributes = [
  ...['id', 'dir', 'class', 'tabindex', 'data-line', 'data-language', 'start', 'align'],
  ...['href', 'title', 'src', 'alt', 'type', 'checked', 'rel', 'target', 'aria-label'],
]
/** Every class that the renderer gives; a text has none of its own. */
const classes = /^(?:tasks?|box|table|plain|notes?|back)$/
/** Schemes of links, and addresses without one. `//host` has none: it takes the page's. */
const addresses = /^(?:https?:|mailto:|tel:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i
const imageData = /^data:image\/(?:png|gif|jpeg|webp|avif);base64,/i

/** The name of our policy, for a page that lists the ones it allows in `trusted-types`. */
export const policyName = 'encke-preview'

let own: { purify: DOMPurify; config: Config } | null = null

/**
 * HTML as nodes that can do nothing but be read. They are never written out and parsed again, where markup can change
 * its meaning. @throws TypeError
 * @param more names of further elements that may stay
 */
export function sanitizeToFragment(html: string, more: readonly string[] = []): DocumentFragment {
  const { purify, config } = sanitizer()
  return purify.sanitize(html, { ...config, ALLOWED_TAGS: [...tags, ...more], RETURN_DOM_FRAGMENT: true })
}

/** Made when it is first needed: an import does nothing. */
function sanitizer(): { purify: DOMPurify; config: Config } {
  if (own !== null) return own
  const purify = createDOMPurify(window)
  purify.addHook('uponSanitizeAttribute', (node, data) => {
    const { attrName, attrValue } = data
    if (attrName === 'class') data.keepAttr = classes.test(attrValue)
    // DOMPurify lets every data: through in an image.
    if (attrName === 'src') data.keepAttr = !/^\s*data:/i.test(attrValue) || imageData.test(attrValue)
    if (attrName === 'type') data.keepAttr = node.localName === 'input' && attrValue === 'checkbox'
  })
  purify.addHook('afterSanitizeAttributes', (node) => {
    switch (node.localName) {
      case 'a':
        if (node.getAttribute('href')?.startsWith('#')) return
        node.setAttribute('target', '_blank')
        node.setAttribute('rel', 'noopener noreferrer ugc')
        return
      case 'img':
        node.setAttribute('loading', 'lazy')
        node.setAttribute('decoding', 'async')
        node.setAttribute('referrerpolicy', 'no-referrer')
        return
      case 'input':
        // Only what a task has: anything else that a reader could fill in is none.
        if (node.getAttribute('type') !== 'checkbox') return node.remove()
        node.setAttribute('aria-label', nameOfTask(node))
        // Whoever can write the change down takes this away.
        node.setAttribute('disabled', '')
        return
    }
  })
  own = {
    purify,
    config: {
      ALLOWED_TAGS: tags,
      ALLOWED_ATTR: attributes,
      ALLOW_ARIA_ATTR: false,
      ALLOW_DATA_ATTR: false,
      ALLOWED_URI_REGEXP: addresses,
      SANITIZE_DOM: true,
      ...(policy() as object),
    },
  }
  return own
}

function nameOfTask(box: Element): string {
  const item = box.closest('li')
  return (item?.textContent ?? '').trim().split('\n', 1)[0]!.slice(0, 200)
}

/**
 * Used by the sanitizer alone, for what it parses and for what it returns, and handed to nobody else.
 * Empty where there are no Trusted Types.
 */
function policy(): Config | object {
  const { trustedTypes } = window as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: object): unknown }
  }
  if (trustedTypes === undefined) return {}
  const rules = {
    createHTML: (html: string) => html,
    createScriptURL: () => {
      throw new TypeError('there are no scripts in a text')
    },
  }
  return { TRUSTED_TYPES_POLICY: trustedTypes.createPolicy(policyName, rules) }
}
