/** The lock that a tab holds for as long as it lives: who gets it next knows that the tab is gone. */
export function tabLockName(tab: string): string {
  return `encke:tab:${tab}`
}

/** Holds the tab's lock until the result is called, or the tab ends. Resolves once it is held. */
export async function holdTabLock(locks: LockManager, tab: string): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  void locks.request(tabLockName(tab), () => {
    held.resolve()
    return release.promise
  })
  await held.promise
  return release.resolve
}
