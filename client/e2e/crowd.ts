import type { Page } from 'playwright-core'
import type { EnckePresence } from '../elements/encke-presence.ts'

/** More people in the bar of a document's page than there is room for, who need not come one by one. */
export async function crowd(page: Page): Promise<void> {
  await page.locator('encke-presence').evaluate((presence: EnckePresence) => {
    const { users } = presence
    const activities = ['typing', 'active', 'idle', 'away'] as const
    const colors = ['#d22e33', '#ba5600', '#5c7b01', '#018076', '#635ce4', '#b33cad']
    const others = ['Вера', 'Глеб', 'Дарья', 'Егор', 'Жанна', 'Зоя'].map((name, index) => {
      return { ...users[0]!, id: name, name, color: colors[index]!, self: false, activity: activities[index % 4]! }
    })
    presence.users = [...users, ...others]
  })
}
