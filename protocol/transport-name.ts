/** The four ways to move a session's frames, best first. */
export const transportNames = ['websocket', 'sse', 'long-poll', 'poll'] as const
export type TransportName = (typeof transportNames)[number]

/** Parses a name from outside (a query, an attribute, a header). */
export function parseTransportName(text: string | null | undefined): TransportName | null {
  return transportNames.find((name) => name === text) ?? null
}
