/** What a page may load and do. `self` covers WebSockets to the same host in every current browser. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    // Images of a text are wherever its authors found them; their hosts are sent no referrer.
    "img-src 'self' data: https:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  // A page names its assets by hash: an old one would ask for assets that a new build has removed.
  'Cache-Control': 'no-cache',
}

/**
 * The same for a page whose address is a secret: search engines leave it alone, and no cache keeps it, so that a link
 * that was revoked is not shown from one.
 */
export const secretPageHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
}
