/** What the page `/v/<token>` says, in English. It has no library for words: these are all. */
export const en = {
  'view.live': 'Read only · follows every change',
  'view.reconnecting': 'Reconnecting…',
  'view.offline': 'Offline. This is the text as it was last.',
  'view.edit': 'Edit',
  'view.untitled': 'Untitled',
  'view.empty': 'Nothing is written here yet.',
  'view.ended': 'This link is not valid',
  'view.ended-explained': 'It has expired, was revoked, or is not complete. Ask whoever sent it for a new one.',
  'view.ended-now': 'This link is no longer valid. The text stays here as it was, until you leave the page.',
  'view.missing': 'There is no document here',
  'view.missing-explained': 'It was deleted, or is in the trash.',
  'view.missing-now': 'Somebody deleted this document. The text stays here as it was, until you leave the page.',
  'view.busy': 'The server is busy or restarting',
  'view.busy-explained': 'This page tries again by itself.',
}
