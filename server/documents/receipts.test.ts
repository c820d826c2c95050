import { expect, test } from 'vitest'
import { Receipts } from './receipts.ts'

test('counts what is durable without a hole', () => {
  const receipts = new Receipts()
  const numbers = [receipts.receive(), receipts.receive(), receipts.receive()]
  expect(numbers).toEqual([1, 2, 3])
  expect(receipts.saved).toBe(0)
  receipts.settle(3)
  expect(receipts.saved).toBe(0)
  receipts.settle(1)
  expect(receipts.saved).toBe(1)
  receipts.settle(1)
  receipts.settle(2)
  expect(receipts.saved).toBe(3)
})

test('an answer settles what was dropped before it, and nothing else', () => {
  const receipts = new Receipts()
  for (let count = 0; count < 6; count++) receipts.receive()
  receipts.drop(2)
  receipts.drop(5)
  receipts.settle(1)
  receipts.settleAnswer(4)
  expect(receipts.saved).toBe(2)
  receipts.settle(3)
  expect(receipts.saved).toBe(4)
  receipts.settleAnswer(6)
  expect(receipts.saved).toBe(6)
})
