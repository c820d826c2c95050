/**
 * The server that an element talks to: its attribute, relative to the page; else where this script came from, so that
 * one `<script src="https://HOST/encke.js">` is enough; else the page's own origin.
 */
export function serverAddress(attribute: string | null): string {
  const address = attribute ? new URL(attribute, document.baseURI).href : (scriptOrigin() ?? location.origin)
  return address.replace(/\/+$/, '')
}

function scriptOrigin(): string | null {
  const { protocol, origin } = new URL(import.meta.url)
  return protocol === 'https:' || protocol === 'http:' ? origin : null
}
