import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import type { PeopleChange, Person } from '../presence/people.ts'
import { Following, LEFT_FOR_MS, RESUME_WITHIN_MS } from './following.ts'

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  color: '#0073c7',
  self: false,
  activity: 'active',
  since: 0,
  following: null,
  stale: false,
  clientIds: [1],
  ...more,
})

/** A room in which people come and go, and who follows one of them. */
function setUp() {
  const here = new Map<string, Person>([['me', person('me', { self: true })]])
  let tell: (change: PeopleChange) => void = () => {}
  const told: string[] = []
  const following = new Following({
    people: {
      find: (id) => here.get(id),
      subscribe: (listener) => {
        tell = listener
        return () => {
          tell = () => {}
        }
      },
    },
    clock: systemClock,
    onChange: ({ kind }, reason) => told.push(`${kind} ${reason}`),
  })
  const comes = (id: string) => {
    here.set(id, person(id))
    tell({ joined: [person(id)], left: [], changed: [] })
  }
  const leaves = (id: string) => {
    here.delete(id)
    tell({ joined: [], left: [person(id)], changed: [] })
  }
  return { following, told, comes, leaves }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('an own move ends it, and for a while one may go on', () => {
  const { following, told, comes } = setUp()
  comes('alice')
  following.follow('alice')
  following.release()
  expect(following.followed).toBeNull()
  following.resume()
  expect(following.followed).toBe('alice')
  following.release()
  vi.advanceTimersByTime(RESUME_WITHIN_MS)
  following.resume()
  expect(following.followed).toBeNull()
  expect(told).toEqual([
    'following asked',
    'released own-move',
    'following asked',
    'released own-move',
    'nobody own-move',
  ])
  expect(vi.getTimerCount()).toBe(0)
})

test('it ends with a word when they leave, and goes on when they only reloaded', () => {
  const { following, comes, leaves } = setUp()
  comes('alice')
  following.follow('alice')
  leaves('alice')
  expect(following.state).toMatchObject({ kind: 'left', person: { name: 'alice' } })
  vi.advanceTimersByTime(LEFT_FOR_MS - 1)
  comes('alice')
  expect(following.followed).toBe('alice')
  leaves('alice')
  vi.advanceTimersByTime(LEFT_FOR_MS)
  comes('alice')
  expect(following.state.kind).toBe('nobody')
})

test('who is not here yet is followed when they come; oneself never', () => {
  const { following, comes } = setUp()
  following.follow('me')
  expect(following.state.kind).toBe('nobody')
  following.follow('alice')
  expect(following.state.kind).toBe('waiting')
  comes('bob')
  expect(following.state.kind).toBe('waiting')
  comes('alice')
  expect(following.state.kind).toBe('following')
  following.close()
  following.close()
})
