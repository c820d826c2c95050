/** Whose clients come back. SockJS and a bare WebSocket do not by themselves. */
export const stormMakes = ['Encke websocket', 'Encke long-poll', 'Encke automatic', 'Socket.IO websocket'] as const
export type StormMake = (typeof stormMakes)[number]

/** How many clients of the crowd are back since they were last told to watch. */
export interface StormReport {
  back: number
}
