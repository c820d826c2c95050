import type { Page } from 'playwright-core'

/** Names of files, and what is in them. */
export type DroppedFiles = Readonly<Record<string, string>>

/** Files come over an element, leave it or are dropped on it. */
export async function dragFiles(
  page: Page,
  { files, on, event }: { files: DroppedFiles; on: string; event: 'dragenter' | 'dragleave' | 'drop' },
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer()
    for (const [name, content] of Object.entries(files)) transfer.items.add(new File([content], name))
    return transfer
  }, files)
  await page.dispatchEvent(on, event, { dataTransfer })
}
