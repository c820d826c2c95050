import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { ReadyFrames } from './ready-frames.ts'

let server: WebSocketServer
let client: WebSocket
let line: Socket

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, perMessageDeflate: false })
  server.on('connection', (_socket, request) => {
    line = request.socket
  })
  await once(server, 'listening')
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(client, 'open')
})
afterAll(() => {
  client.terminate()
  server.close()
})

test.each([0, 1, 125, 126, 127, 255, 256, 16_384])('a message of %i bytes arrives as it was', async (length) => {
  const message = Uint8Array.from({ length }, (_, index) => index)
  const arrived = once(client, 'message')
  line.write(new ReadyFrames().of(message)!)
  const [data, isBinary] = await arrived
  expect(isBinary).toBe(true)
  expect(new Uint8Array(data)).toEqual(message)
})

test('the same message is put into a frame once, and another one anew', () => {
  const frames = new ReadyFrames()
  const [one, other] = [Uint8Array.of(1), Uint8Array.of(1)]
  expect(frames.of(one)).toBe(frames.of(one))
  expect(frames.of(other)).not.toBe(frames.of(one))
})

test('a large message has none', () => {
  expect(new ReadyFrames().of(new Uint8Array(16_385))).toBeNull()
})
