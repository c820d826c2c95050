import { expect, test } from 'vitest'
import { Departed } from './departed.ts'

const departure = (turn: number) => ({ firstClock: 1, clock: 2, turn })

test('a client is remembered until it is back', () => {
  const departed = new Departed()
  departed.add(7, departure(1))
  expect(departed.get(7)).toEqual(departure(1))
  expect(departed.take(7)).toEqual(departure(1))
  expect(departed.take(7)).toBeUndefined()
})

test('when there are too many, the one that left first is forgotten', () => {
  const departed = new Departed({ max: 2 })
  departed.add(1, departure(1))
  departed.add(2, departure(2))
  departed.add(1, departure(3))
  departed.add(3, departure(4))
  expect([1, 2, 3].map((clientId) => departed.get(clientId)?.turn)).toEqual([3, undefined, 4])
})
