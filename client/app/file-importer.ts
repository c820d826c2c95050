import { createDocument } from './documents-client.ts'
import { type FileProblem, readTextFile } from './file-import.ts'

/** The most files at once. */
export const maxFiles = 200

/** How an import went, or goes. */
export interface ImportReport {
  /** Files that were looked at. */
  done: number
  total: number
  /** Documents that were made. */
  made: number
  /** Files that became none; `refused` by the server. */
  problems: readonly { name: string; problem: FileProblem | 'refused' }[]
}

export interface ImportOptions {
  /** After each file. */
  onProgress: (report: ImportReport) => void
  create?: typeof createDocument
}

/**
 * Makes a document of each file, one after the other, so that a folder of large ones holds up nobody. Stops where the
 * server cannot be reached: the rest is counted as refused. Never rejects.
 */
export async function importFiles(
  files: readonly File[],
  { onProgress, create = createDocument }: ImportOptions,
): Promise<ImportReport> {
  let report: ImportReport = { done: 0, total: files.length, made: 0, problems: [] }
  let isAway = false
  for (const file of files) {
    const problem: FileProblem | 'refused' | null = isAway ? 'refused' : await importFile(file, create)
    isAway ||= problem === 'refused'
    report = {
      ...report,
      done: report.done + 1,
      made: report.made + (problem === null ? 1 : 0),
      problems: problem === null ? report.problems : [...report.problems, { name: file.name, problem }],
    }
    onProgress(report)
  }
  return report
}

async function importFile(file: File, create: typeof createDocument): Promise<FileProblem | 'refused' | null> {
  const outcome = await readTextFile(file)
  if ('problem' in outcome) return outcome.problem
  try {
    await create(outcome.document)
    return null
  } catch {
    return 'refused'
  }
}
