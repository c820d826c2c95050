import type { Written } from './comment-field.ts'

/** What a person does with comments and chat; cards and messages know who does it no more than where. */
export interface CommentActions {
  /** Looks at a thread, in the list and in the text. */
  look(threadId: string): void
  begin(written: Written): void
  /** Gives up the comment that is being begun. */
  giveUp(): void
  reply(threadId: string, written: Written): void
  /** In a thread, or with null in the chat. */
  rewrite(threadId: string | null, messageId: string, written: Written): void
  remove(threadId: string | null, messageId: string): void
  resolve(threadId: string, resolved: boolean): void
  say(written: Written): void
  /** Keeps what is being written, by what it is for, so that closing a card loses nothing. */
  keepDraft(key: string, text: string): void
}
