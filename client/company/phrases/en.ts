/**
 * What is said of the people in a document, in English: the shape that every other language must fill. Apart from the
 * other phrases, because it comes with a chunk of its own.
 */
export const en = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr' as const,

  'people.show': 'Everybody here',
  'people.line': (line: number) => `line ${line}`,
  'people.follow': 'Follow',
  'people.following': 'Following',
  'people.follow-person': (name: string) => `Follow ${name}`,
  'people.jump-person': (name: string) => `Jump to ${name}`,
  'people.unfollow': 'Stop following',
  'people.where': 'Say who is where',
  'people.changes': 'Say what others changed last',
  'people.next': 'Jump to the next person',
  'people.previous': 'Jump to the previous person',
  'people.follow-hint': 'Shift-click to follow',
  'people.follows-you': 'follows you',
  'people.followers': (count: number) => (count === 1 ? '1 person follows you' : `${count} people follow you`),
  'people.you-with': (name: string, more: string) => `${name}, you. ${more}. Change name and colour`,
  'people.stale': 'as last seen',
  'people.reconnecting': 'reconnecting',
  'people.same-line': 'in your line',
  'people.carets': 'Show the carets of others',

  'follow.following': (name: string) => `Following ${name}`,
  'follow.no-caret': (name: string) => `Following ${name}, who is not in the text yet`,
  'follow.stop': 'Stop',
  'follow.stopped': (name: string) => `No longer following ${name}`,
  'follow.resume': 'Resume',
  'follow.left': (name: string) => `${name} has left`,
  'follow.by': (name: string) => `${name} follows you.`,

  'edge.above': (name: string, line: number) => `${name}, further up, line ${line}. Jump to`,
  'edge.below': (name: string, line: number) => `${name}, further down, line ${line}. Jump to`,
  'edge.more': (count: number) => `+${count}`,

  'say.here': (names: string, count: number) => `${names} ${count === 1 ? 'is' : 'are'} here.`,
  'say.joined': (names: string, _count: number) => `${names} joined.`,
  'say.left': (names: string, _count: number) => `${names} left.`,
  'say.lost': (names: string, count: number) => `${names} ${count === 1 ? 'is' : 'are'} reconnecting.`,
  'say.back': (names: string, count: number) => `${names} ${count === 1 ? 'is' : 'are'} connected again.`,
  'say.people': (count: number) => (count === 1 ? '1 person' : `${count} people`),
  'say.alone': 'You are alone here.',
  'say.same-line': (name: string) => `${name} is editing your line.`,
  'say.above': (name: string, lines: number) =>
    `${name} is editing ${lines === 1 ? '1 line' : `${lines} lines`} above you.`,
  'say.below': (name: string, lines: number) =>
    `${name} is editing ${lines === 1 ? '1 line' : `${lines} lines`} below you.`,
  'say.line': (name: string, line: number) => `${name} is editing line ${line}.`,
  'say.mode': (mode: string) => `The text is now ${mode === 'plain' ? 'plain text' : mode}.`,
  'say.person': (name: string, words: string) => `${name}: ${words}.`,
  'say.jumped': (name: string, line: number) => `${name}, line ${line}`,
  'say.nobody-to-jump': 'Nobody else has a caret in the text.',
  'say.no-edits': 'Nobody else has changed anything since you came.',
  'say.edit': (name: string, line: number, text: string) =>
    text === '' ? `${name}, line ${line}, deleted text.` : `${name}, line ${line}: ${text}`,
  'say.hint':
    'Tab leaves the text. Alt Shift U says who is where, Alt Shift Page Up and Page Down jump to the other people, Alt Shift H says what they changed last.',
}
