/** What is said of texts of earlier histories, in English: the shape that every other language must fill. */
export const en = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr' as const,

  'earlier.edits': (count: number) =>
    `This document was replaced on the server. ${count === 1 ? 'An edit of yours belongs' : `${count} edits of yours belong`} to its earlier text, which is not mixed with the new one.`,
  'earlier.read': 'This document was replaced on the server. The text that you had open is not mixed with the new one.',
  'earlier.in-browser': 'It is kept in this browser.',
  'earlier.in-tab': 'It is kept in this tab.',
  'earlier.show': 'Show the earlier text',
  'earlier.make': 'Make it a new document',
  'earlier.made': 'The earlier text is a document of its own now.',
  'earlier.open': 'Open it',
  'earlier.download': 'Download',
  'earlier.discard': 'Discard',
  'earlier.discard-sure': 'Discard for good',
  'earlier.make-failed': 'The document could not be created.',
  'earlier.close': 'Close',
}
