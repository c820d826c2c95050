/** Something that a reader may ask for by name, by key or by a button. */
export interface EditorCommand {
  /** Unique and stable: `area.what`. */
  readonly id: string
  /** What it does, in a few words; a function of the language (BCP 47) where the words differ. */
  readonly label: string | ((language: string) => string)
  /** Further words by which it is found, in the same way. */
  readonly keywords?: string | ((language: string) => string)
  /** As CodeMirror writes keys: `Mod-Shift-m`. It works while the focus is in the text, and is shown with the command. */
  readonly key?: string
  /** One of Lucide's constants. */
  readonly icon?: string
  /** Whether it can be done now; by default always. What cannot is not offered. */
  isAvailable?(): boolean
  /** Whether what it switches is on; only for a switch. */
  isOn?(): boolean
  /** Does it. The focus is in the text again. */
  run(): void
}

/** The most commands that an editor knows. */
export const MAX_COMMANDS = 500

/**
 * The commands of one editor, which its palette offers area by area (`command-order`). Features that the editor
 * does not know (a preview, comments, a host page) add theirs here:
 *
 * ```ts
 * const remove = editor.commands.add({ id: 'preview.show', label: (language) => …, key: 'Mod-Shift-v', run: … })
 * ```
 */
export class CommandRegistry {
  readonly #commands = new Map<string, EditorCommand>()
  readonly #listeners = new Set<() => void>()

  /** All commands, whether or not they can be done now. */
  get all(): readonly EditorCommand[] {
    return [...this.#commands.values()]
  }

  /** Null when there is none with this id. */
  find(id: string): EditorCommand | null {
    return this.#commands.get(id) ?? null
  }

  /**
   * Adds commands; one with an id that is taken comes in place of the other. Returns what removes them again.
   * Throws a RangeError above `MAX_COMMANDS`.
   */
  add(...commands: readonly EditorCommand[]): () => void {
    for (const command of commands) {
      if (this.#commands.size >= MAX_COMMANDS && !this.#commands.has(command.id)) {
        throw new RangeError(`an editor has at most ${MAX_COMMANDS} commands`)
      }
      this.#commands.set(command.id, command)
    }
    this.#tell()
    return () => {
      const gone = commands.filter((command) => this.#commands.get(command.id) === command)
      for (const { id } of gone) this.#commands.delete(id)
      if (gone.length > 0) this.#tell()
    }
  }

  /** Calls back after each change of what there is. Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
