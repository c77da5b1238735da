import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import type { Effect } from '../kernel/effects.ts';
import type { CaseState, Recorded } from '../kernel/workflow.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BONN, LISBON, PORTO } from '../testing/cast.ts';
import type { Story } from '../testing/given.ts';
import { life, play } from '../testing/lives.ts';
import { stations } from '../testing/stations.ts';
import { request } from './index.ts';

const area = areaOf(compileAreas('schemas/areas'));
const all = stations(area);

/** Who gets an e-mail when a request has come to its station: who is to act, and who ought to know (handbook 5.3). */
const WRITTEN = {
  draft: [],
  discarded: [],
  requestAwaitingApproval: [`request.awaitsApproval > ${LISBON}, referral handler`],
  requestReturned: [`request.returned > ${PORTO}, request handler`],
  awaitingAcceptance: [
    `request.arrived > ${BERLIN}, request handler`,
    `request.approved > ${PORTO}, request handler`,
  ],
  accepted: [`request.accepted > ${PORTO}, request handler`],
  partiallyAnswered: [
    `request.partiallyReplied > ${PORTO}, request handler`,
    `reply.approved > ${BERLIN}, request handler`,
  ],
  replyAwaitingApproval: [`reply.awaitsApproval > ${BONN}, referral handler`],
  replyReturned: [`reply.returned > ${BERLIN}, request handler`],
  replyProvided: [
    `request.replied > ${PORTO}, request handler`,
    `reply.approved > ${BERLIN}, request handler`,
  ],
  additionalInformationRequested: [`request.additionalInformationRequested > ${BERLIN}, request handler`],
  additionalInformationAccepted: [`request.additionalInformationAccepted > ${PORTO}, request handler`],
  additionalInformationRejected: [`request.additionalInformationRejected > ${PORTO}, request handler`],
  referredToRequestingCoordinator: [`request.referred > ${LISBON}, `],
  referredToRespondingCoordinator: [
    `request.foundUnsatisfactory > ${PORTO}, request handler`,
    `request.referred > ${BONN}, `,
  ],
  returnedToRespondingAuthority: [
    `request.foundUnsatisfactory > ${PORTO}, request handler`,
    `request.foundUnsatisfactory > ${BERLIN}, request handler`,
  ],
  closed: [`request.closed > ${BERLIN}, request handler`, `request.closed > ${LISBON}, referral handler`, `request.closed > ${BONN}, referral handler`],
  refused: [`request.refused > ${PORTO}, request handler`, `request.refused > ${LISBON}, referral handler`],
  withdrawn: [`request.withdrawn > ${BERLIN}, request handler`, `request.withdrawn > ${LISBON}, referral handler`],
}; // prettier-ignore

test.each(Object.entries(WRITTEN))('at the station %s these are written to', (status, expected) => {
  expect(writtenIn(all[status as keyof typeof all])).toEqual(expected);
});

function writtenIn({ events, state }: Story): readonly string[] {
  return effectsOf({ events, state }).flatMap((effect) =>
    effect.do === 'write'
      ? [`${effect.template} > ${effect.to.authority}, ${effect.to.roles.join(' ')}`]
      : [],
  );
}

function effectsOf({ events, state }: Pick<Story, 'events' | 'state'>) {
  // The workflow knows its own events and states; of a story's the compiler does not know that they are.
  const { setsOff }: { setsOff(event: Recorded, now: CaseState): readonly Effect[] } = request;
  return events.flatMap((event) => setsOff(event, state));
}

const READERS = new Set(['allocator', 'authority', 'persons', 'roles']);

describe('in whatever order things happen', () => {
  test('an e-mail goes only to who is told as well, or to whom a request is allocated, by a declared template, and holds nothing else', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(life, (one) => {
        for (const { after } of play(area, one)) {
          const effects = effectsOf(after);
          const told = new Set(
            effects.flatMap((effect) => (effect.do === 'tell' ? [`${effect.type} ${effect.to}`] : [])),
          );
          for (const effect of effects) {
            if (effect.do !== 'write') continue;
            const { to, template } = effect;
            seen.add(template);
            const isOfAllocation = template.startsWith('request.allocated');
            expect(isOfAllocation || told.has(`${template} ${to.authority}`)).toBe(true);
            expect(request.writes).toHaveProperty([template]);
            expect(Object.keys(effect).toSorted()).toEqual(['do', 'template', 'to']);
            expect(Object.keys(to).filter((key) => !READERS.has(key))).toEqual([]);
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(seen.size).toBeGreaterThan(3);
  });

  test('what is told is written as well, but for what is disclosed to who has just accepted, and what somebody has had made', () => {
    const { tells, writes } = request;
    expect(
      Object.keys(tells)
        .filter((type) => writes[type] === undefined)
        .toSorted(),
    ).toEqual(['request.copyOpened', 'request.disclosed']);
  });
});
