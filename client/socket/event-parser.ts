/** One event of a stream. */
export interface StreamEvent {
  id: string
  data: string
}

/**
 * Reads server-sent events from chunks of any size (HTML standard, section 9.2.6). Linear in the input:
 * each character is looked at once, however the chunks are cut.
 */
export class EventParser {
  readonly #decoder = new TextDecoder('utf-8')
  #pending: string[] = []
  #data: string[] = []
  #id = ''
  #skipLineFeed = false

  /** The events that `chunk` completes. */
  push(chunk: Uint8Array): StreamEvent[] {
    const events: StreamEvent[] = []
    let text = this.#decoder.decode(chunk, { stream: true })
    if (this.#skipLineFeed && text.length > 0) {
      if (text.startsWith('\n')) text = text.slice(1)
      this.#skipLineFeed = false
    }
    let start = 0
    for (let index = 0; index < text.length; index++) {
      const character = text.charCodeAt(index)
      if (character !== 10 && character !== 13) continue
      this.#line(this.#pending.join('') + text.slice(start, index), events)
      this.#pending = []
      if (character === 13) {
        if (index + 1 === text.length) this.#skipLineFeed = true
        else if (text.charCodeAt(index + 1) === 10) index += 1
      }
      start = index + 1
    }
    if (start < text.length) this.#pending.push(text.slice(start))
    return events
  }

  #line(line: string, events: StreamEvent[]): void {
    if (line === '') {
      if (this.#data.length > 0) events.push({ id: this.#id, data: this.#data.join('\n') })
      this.#data = []
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    let value = colon < 0 ? '' : line.slice(colon + 1)
    if (value.startsWith(' ')) value = value.slice(1)
    if (field === 'data') this.#data.push(value)
    else if (field === 'id' && !value.includes('\0')) this.#id = value
  }
}
