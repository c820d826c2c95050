/** What is said about footnotes, in English: the shape that every other language must fill. */
export const en = {
  label: 'Notes',
  note: (number: number) => `Note ${number}`,
  back: (number: number, count: number) =>
    count === 1 ? `Back to the text, from note ${number}` : `Back to the text, from note ${number}, place ${count}`,
}
