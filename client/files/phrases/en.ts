/** What is said about files, in English: the shape that every other language must fill. */
export const en = {
  'files.insert': 'Image or file…',
  'files.find': 'upload attach picture photo',
  'files.sending': (name: string, percent: number) => `${name}: ${percent} %`,
  'files.waiting': (name: string) => `${name}: waiting for the connection`,
  'files.cancel': (name: string) => `Do not send ${name}`,
  'files.retry': 'Try again',
  'files.remove': (name: string) => `Remove ${name}`,
  'files.too-large': (name: string, limit: string) => `${name} is too large; the server takes ${limit}`,
  'files.too-large-unknown': (name: string) => `${name} is too large for the server`,
  'files.full': (name: string) => `${name}: there is no room for more files in this document`,
  'files.no-image': (name: string) => `${name} is no image that can be shown`,
  'files.forbidden': (name: string) => `${name}: you may not add files here`,
  'files.failed': (name: string) => `${name} could not be sent`,
  'files.nowhere': 'There is no server here that keeps files.',
  'files.many': (count: number) => `At most ${count} files at once.`,
  'files.text-too-large': (name: string) => `${name} is too long to be put into the text.`,
}
