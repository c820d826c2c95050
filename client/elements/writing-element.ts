import type { EditorView } from '@codemirror/view'
import { LitElement } from 'lit'
import { createAnchor, resolveAnchor, type TextRange } from '../editor/anchor.ts'
import type { Collaboration } from '../editor/collaboration.ts'
import { CommandRegistry } from '../writing/command-registry.ts'
import type { ExportFormat } from '../writing/export-text.ts'
import type { ModeController } from './mode-controller.ts'
import { serverAddress } from './server-address.ts'

/**
 * An element with a text to write: what may be asked of it by name, places that stay, and what leaves it as a
 * file or on paper.
 */
export abstract class WritingElement extends LitElement {
  abstract server: string | null
  abstract get view(): EditorView | null
  protected abstract readonly modes: ModeController
  protected abstract get collaboration(): Collaboration | null
  abstract get ytext(): Collaboration['ytext'] | null

  /** What can be asked for by name, by key or in the palette. A page may add to it. */
  readonly commands = new CommandRegistry()

  /**
   * An opaque string that stays with a piece of the text through everybody's edits: for comments, tickets, links.
   * Offsets are in UTF-16 units; without `to` it is a point. Null before the first `encke-ready`.
   */
  createAnchor(from: number, to = from): string | null {
    return this.ytext && createAnchor(this.ytext, { from, to })
  }

  /** Where an anchor is now, empty when its text was deleted; null for none, and while its text has not arrived. */
  resolveAnchor(anchor: string): TextRange | null {
    return this.ytext && resolveAnchor(this.ytext, anchor)
  }

  /** What the text is: as the attribute `mode` has it, else the document. Setting it changes the document, for everybody. */
  get textMode(): string {
    return this.modes.value
  }

  set textMode(mode: string) {
    this.modes.choose(mode)
  }

  /** Takes back the last thing that the reader did, never what others did. False when there is nothing. */
  undo(): boolean {
    return (this.collaboration?.undoManager.undo() ?? null) !== null
  }

  redo(): boolean {
    return (this.collaboration?.undoManager.redo() ?? null) !== null
  }

  /** Opens the search with these words, at the first place that has them, as soon as there is a search. */
  async find(words: string): Promise<void> {
    const { findText } = await import('../writing/find-text.ts')
    await new Promise<void>((resolve) => {
      const stop = this.commands.subscribe(() => look())
      const look = () => {
        if (this.commands.find('search.open') === null) return
        stop()
        resolve()
      }
      look()
    })
    if (this.view) findText(this.view, words)
  }

  /** The text as a file: Markdown, plain text, or a web page. Null before there is a text. */
  async exportAs(format: ExportFormat): Promise<Blob | null> {
    const [{ exportText }, { exportedText }] = await Promise.all([
      import('../writing/export-text.ts'),
      import('../writing/file-commands.ts'),
    ])
    return this.view && exportText(format, exportedText(this.view, serverAddress(this.server)))
  }

  /** Prints the text as it reads, without the page around it. */
  async print(): Promise<void> {
    const [{ printText }, { exportedText }] = await Promise.all([
      import('../writing/print-text.ts'),
      import('../writing/file-commands.ts'),
    ])
    if (this.view) await printText(exportedText(this.view, serverAddress(this.server)))
  }
}
