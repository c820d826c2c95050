import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { ReadyFrames } from './ready-frames.ts'
import { SocketLine } from './socket-line.ts'

let server: WebSocketServer
let client: WebSocket
let line: SocketLine
const received: Uint8Array[] = []

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, perMessageDeflate: false })
  server.on('connection', (socket, request) => {
    line = new SocketLine({ socket, stream: request.socket, frames: new ReadyFrames() })
  })
  await once(server, 'listening')
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client.on('message', (data) => received.push(new Uint8Array(data as Buffer)))
  await once(client, 'open')
})
afterAll(() => {
  client.terminate()
  server.close()
})

const bytes = (length: number, seed: number) => Uint8Array.from({ length }, (_, index) => index * seed)

test('whole messages, messages in pieces and messages in parts arrive whole and in order, whatever their size', async () => {
  const sizes = [0, 1, 125, 126, 511, 512, 513, 16_384, 16_385, 65_535, 65_536, 200_000]
  const wanted: number[][] = []
  for (const [seed, size] of sizes.entries()) {
    const message = bytes(size, seed + 1)
    line.send(message)
    const third = Math.floor(size / 3)
    line.sendPieces([message.subarray(0, third), message.subarray(third, 2 * third), message.subarray(2 * third)])
    line.send(message.subarray(0, third), false)
    line.send(message.subarray(third))
    for (let copy = 0; copy < 3; copy++) wanted.push([...message])
  }
  await expect.poll(() => received.length).toBe(wanted.length)
  expect(received.every((message, index) => Buffer.compare(message, Uint8Array.from(wanted[index]!)) === 0)).toBe(true)
})

test('who is told that something was written is told when all has been', async () => {
  let written = 0
  line.onWritten = () => {
    written += 1
  }
  client.pause()
  while (line.queuedBytes < 128 * 1024) line.sendPieces([bytes(4_000, 3), bytes(4_000, 5)])
  expect(written).toBe(0)
  client.resume()
  await expect.poll(() => [written > 0, line.queuedBytes]).toEqual([true, 0])
})
