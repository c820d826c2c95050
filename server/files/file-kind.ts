/** An image that every browser shows and none runs, by its media type. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif'

/** How many of its first bytes tell what a file is. */
export const headLength = 16

/**
 * What the first bytes of a file say that it is; null for everything but those images. SVG is none of them: it can hold
 * scripts. Nothing that anybody claims about the file counts.
 */
export function imageTypeOf(head: Uint8Array): ImageType | null {
  const text = Buffer.from(head.subarray(0, headLength)).toString('latin1')
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  if (/^RIFF[\s\S]{4}WEBP/.test(text)) return 'image/webp'
  if (/^[\s\S]{4}ftypavi[fs]/.test(text)) return 'image/avif'
  return null
}

/** Whether a media type names one of those images. */
export function isImageType(type: string): type is ImageType {
  return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type)
}
