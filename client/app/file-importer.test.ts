import { expect, test } from 'vitest'
import type { NewDocument } from './documents-client.ts'
import { type ImportReport, importFiles } from './file-importer.ts'

const summary = { id: 'a', title: '', heading: '', mode: '', createdAt: 0, updatedAt: 0, trashedAt: null }

test('files become documents one after the other, and each that does not is named', async () => {
  const made: NewDocument[] = []
  const steps: string[] = []
  const files = [new File(['one'], 'one.txt'), new File(['x'], 'photo.png'), new File(['two'], 'two.md')]
  const report = await importFiles(files, {
    onProgress: ({ done, total }) => steps.push(`${done}/${total}`),
    create: async (document = {}) => {
      made.push(document)
      return summary
    },
  })
  expect(made.map(({ title }) => title)).toEqual(['one', 'two'])
  expect(steps).toEqual(['1/3', '2/3', '3/3'])
  expect(report).toEqual<ImportReport>({
    done: 3,
    total: 3,
    made: 2,
    problems: [{ name: 'photo.png', problem: 'kind' }],
  })
})

test('a server that is away is asked once', async () => {
  let asked = 0
  const files = ['a.md', 'b.md', 'c.md'].map((name) => new File(['x'], name))
  const report = await importFiles(files, {
    onProgress: () => {},
    create: async () => {
      asked += 1
      throw new Error('away')
    },
  })
  expect(asked).toBe(1)
  expect(report.problems.map(({ problem }) => problem)).toEqual(['refused', 'refused', 'refused'])
})
