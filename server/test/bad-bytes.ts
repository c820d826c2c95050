import { encodeBatch } from '../../protocol/batch.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { encodePresence } from '../../protocol/conformance/channel-message.ts'
import { Writer } from '../../protocol/conformance/writer.ts'
import { type Frame, FrameType } from '../../protocol/frame.ts'
import { encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '../../protocol/message.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Channel messages that are in order, to be broken. */
export function goodMessages(): Uint8Array[] {
  const writer = new Writer()
  // The same bytes every time.
  writer.doc.clientID = 123_456_789
  const update = writer.types('some text, and more')
  return [
    encodeSyncStep1(writer.stateVector),
    encodeSyncStep2(writer.state),
    encodeUpdate(update),
    encodeUpdate(writer.types('!')),
    encodePresence({ clientId: writer.clientId, clock: 1, state: { user: { name: 'Mallory' } } }),
    Uint8Array.of(3),
  ]
}

/** Batches that are in order, for a session that is still to be opened or for the one given. */
export function goodBatches(identity: string, document: string): Uint8Array[] {
  const [session = '', secret = ''] = identity.split('.')
  const bind: Frame = { type: FrameType.Bind, session, secret, generation: 1, after: 0, use: true }
  const open: Frame = { type: FrameType.Open, channel: 1, path: `/sync/${document}`, protocols: ['encke.1'] }
  const messages = goodMessages().map((bytes): Frame => ({ type: FrameType.Message, channel: 1, bytes }))
  return [
    encodeBatch(1, [bind, open, ...messages].map(encodeFrame)),
    encodeBatch(1, [open, ...messages].map(encodeFrame)),
    encodeBatch(0, [encodeFrame({ type: FrameType.Ack, received: 0 })]),
  ]
}

/** Breaks bytes: turns some over, cuts them short, repeats a part, or puts others in their place altogether. */
export function broken(bytes: Uint8Array, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes)
  switch (random.integer(0, 4)) {
    case 0:
      return random.bytes(random.integer(0, 200))
    case 1:
      return copy.slice(0, random.integer(0, copy.length))
    case 2: {
      const at = random.integer(0, copy.length)
      const part = copy.slice(at, at + random.integer(1, 20))
      return new Uint8Array([...copy.slice(0, at), ...part, ...copy.slice(at)])
    }
    default:
      for (let times = random.integer(1, 4); times > 0; times--) {
        copy[random.integer(0, copy.length - 1)] = random.integer(0, 255)
      }
      return copy
  }
}
