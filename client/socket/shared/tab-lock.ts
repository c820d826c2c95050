/** The lock that a tab holds for as long as it lives: who gets it next knows that the tab is gone. */
export function tabLockName(tab: string): string {
  return `encke:tab:${tab}`
}

/** Holds the tab's lock until the result is called, or the tab ends. Resolves once it is held; rejects where none may be. */
export async function holdTabLock(locks: LockManager, tab: string): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  locks
    .request(tabLockName(tab), () => {
      held.resolve()
      return release.promise
    })
    .catch(held.reject)
  await held.promise
  return release.resolve
}

/** Calls back when the tab lets go of its lock, or is gone. The result ends the waiting. */
export function whenTabEnds(locks: LockManager, tab: string, callback: () => void): () => void {
  const waiting = new AbortController()
  const { signal } = waiting
  locks
    .request(tabLockName(tab), { signal }, () => signal.aborted || callback())
    .catch(() => {
      // The waiting has ended, or this page itself is left.
    })
  return () => waiting.abort()
}
