/** True where the device can hand an address to its other programs, and a finger would use that. */
export function canSend(): boolean {
  return 'share' in navigator && matchMedia('(pointer: coarse)').matches
}

/** Opens the device's own sheet for an address. Whether anything was sent is nobody's business but the reader's. */
export async function sendAddress({ title, url }: { title: string; url: string }): Promise<void> {
  try {
    await navigator.share({ title, url })
  } catch {
    // The reader thought better of it.
  }
}
