import { expect, test } from 'vitest'
import type { Member } from '../documents/member.ts'
import type { Documents, Membership } from '../documents/membership.ts'
import { silentLog as log } from '../telemetry/log.ts'
import type { Access, GrantEnd } from './grant.ts'
import { GuardedDocuments } from './guarded-documents.ts'

/** One document behind a door, and somebody in front of it. */
function setUp({ hold = Promise.resolve() }: { hold?: Promise<void> } = {}) {
  const events: string[] = []
  const seen: { member: Member | null; end: (reason: GrantEnd) => void } = { member: null, end: () => {} }
  const membership: Membership = {
    receive: (message) => void events.push(`receive ${message[0]}`),
    interrupt: () => void events.push('interrupt'),
    suspend: () => void events.push('suspend'),
    resume: () => void events.push('resume'),
    drained: () => void events.push('drained'),
    leave: () => void events.push('leave'),
  }
  const documents: Documents = {
    async join(documentId, member) {
      await hold
      seen.member = member
      events.push(`join ${documentId} as ${member.role}`)
      return membership
    },
  }
  const access: Access = {
    async enter() {
      return {
        documentId: 'minutes',
        role: 'viewer',
        onEnd(ended) {
          seen.end = ended
          return () => void events.push('stop')
        },
      }
    },
  }
  const member: Member = {
    id: 'ada',
    role: 'editor',
    extended: true,
    isBehind: false,
    send: () => void events.push('send'),
    sendSaved: () => void events.push('saved'),
    close: (code, reason) => void events.push(`close ${code} ${reason}`),
  }
  return { guarded: new GuardedDocuments({ documents, access, log }), member, events, seen }
}

test('an id goes through as it is, the very same member', async () => {
  const { guarded, member, events, seen } = setUp()
  await guarded.join('notes/today', member)
  expect(events).toEqual(['join notes/today as editor'])
  expect(seen.member).toBe(member)
})

test('[L2] a link decides about the role', async () => {
  const { guarded, member, events, seen } = setUp()
  const membership = await guarded.join(`link:${'t'.repeat(24)}`, member)
  membership.receive(Uint8Array.of(7))
  seen.member?.send(Uint8Array.of(1))
  seen.member?.sendSaved(Uint8Array.of(1))
  expect([seen.member?.id, seen.member?.extended, seen.member?.isBehind]).toEqual(['ada', true, false])
  membership.leave()
  expect(events).toEqual(['join minutes as viewer', 'receive 7', 'send', 'saved', 'stop', 'leave'])
})

test.each([
  ['LINK_REVOKED', 4403],
  ['LINK_EXPIRED', 4401],
] as const)('[L4] %s sends the member away with %i', async (reason, code) => {
  const { guarded, member, events, seen } = setUp()
  await guarded.join(`link:${'t'.repeat(24)}`, member)
  seen.end(reason)
  expect(events).toEqual(['join minutes as viewer', 'leave', 'stop', `close ${code} ${reason}`])
})

test('[L4] a link that ends while its document is being opened lets nobody in', async () => {
  const opening = Promise.withResolvers<void>()
  const { guarded, member, events, seen } = setUp({ hold: opening.promise })
  const joining = guarded.join(`link:${'t'.repeat(24)}`, member)
  await expect.poll(() => seen.end.length).toBe(1)
  seen.end('LINK_REVOKED')
  opening.resolve()
  await expect(joining).rejects.toMatchObject({ code: 'LINK_REVOKED' })
  expect(events).toEqual(['join minutes as viewer', 'leave'])
})
