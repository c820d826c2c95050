/** What stands in front of a link's token where the id of a document could stand. */
const prefix = 'link:'

/** 18 random bytes in base64url: 144 bits, which nobody guesses. */
const tokenPattern = /^[\w-]{24}$/

/** True for what can be the token of a link; whether there is such a link, only the server knows. */
export function isLinkToken(text: string): boolean {
  return tokenPattern.test(text)
}

/** The address of the document that a link opens: it stands in place of the id, which it does not tell. */
export function addressOfToken(token: string): string {
  return prefix + token
}

/** True for whatever is spelled as the address of a link, also where its token cannot be one. */
export function isLinkAddress(address: string): boolean {
  return address.startsWith(prefix)
}

/** The token of `link:<token>`, or null when the address is none of a link. */
export function tokenOfAddress(address: string): string | null {
  if (!isLinkAddress(address)) return null
  const token = address.slice(prefix.length)
  return isLinkToken(token) ? token : null
}

/** The path of the page on which a document is opened, by its id or the address of a link. */
export function pathOfPage(address: string): string {
  const token = tokenOfAddress(address)
  return token === null ? `/d/${address.split('/').map(encodeURIComponent).join('/')}` : `/s/${token}`
}
