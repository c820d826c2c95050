/** Most images of which the size is known. */
const maxImages = 500

/**
 * Keeps the place of images while the text around them is rendered anew: a new element has no height until it is
 * decoded, and all below would jump up and down with each letter.
 */
export class ImageSizes {
  readonly #sizes = new Map<string, readonly [width: number, height: number]>()

  /** @param container where they are loaded */
  constructor(container: HTMLElement) {
    // It does not bubble.
    container.addEventListener('load', ({ target }) => this.#note(target as HTMLImageElement), true)
  }

  /** Gives the images in an element the size that they had. */
  keep(element: HTMLElement): void {
    for (const image of element.querySelectorAll('img')) {
      const size = this.#sizes.get(image.src)
      if (size !== undefined) [image.width, image.height] = size
    }
  }

  #note({ src, naturalWidth, naturalHeight }: HTMLImageElement): void {
    if (naturalWidth > 0 && this.#sizes.size < maxImages) this.#sizes.set(src, [naturalWidth, naturalHeight])
  }
}
