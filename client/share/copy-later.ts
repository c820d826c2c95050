import { copyText } from '../elements/copy-text.ts'

/**
 * Puts a text on the clipboard that is still being made. To be called in the click itself: Safari copies nothing for a
 * page once the click is over, but waits for what it was promised in it. False when the browser does not allow it, or
 * the text does not come.
 */
export async function copyLater(text: Promise<string>): Promise<boolean> {
  const plain = text.then((text) => new Blob([text], { type: 'text/plain' }))
  plain.catch(() => {}) // told below; a browser that refuses at once never looks at it
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': plain })])
    return true
  } catch {
    return text.then(copyText, () => false)
  }
}
