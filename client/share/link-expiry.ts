/** How long a new link is to work. */
export const expiryChoices = ['never', 'day', 'week', 'date'] as const
export type ExpiryChoice = (typeof expiryChoices)[number]

const dayMs = 24 * 60 * 60 * 1_000

/**
 * When a link expires that is made `now`: null for never, undefined for a date that is none or lies in the past. A date
 * is the last day on which it works, in the time zone of this machine.
 */
export function expiryOf(choice: ExpiryChoice, date: string, now: number): number | null | undefined {
  switch (choice) {
    case 'never':
      return null
    case 'day':
      return now + dayMs
    case 'week':
      return now + 7 * dayMs
    case 'date': {
      const [year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.slice(1).map(Number) ?? []
      if (year === undefined || month === undefined || day === undefined) return undefined
      const end = new Date(year, month - 1, day + 1).getTime()
      return end > now ? end : undefined
    }
    default:
      return choice satisfies never
  }
}

/** A day as a date field has it, in the time zone of this machine. */
export function dateOf(at: number): string {
  const day = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
