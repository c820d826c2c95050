/** What the preview says, in English: the shape that every other language must fill. */
export const en = {
  'view.edit': 'Write',
  'view.split': 'Side by side',
  'view.preview': 'Preview',
  'preview.empty': 'What you write appears here.',
}
