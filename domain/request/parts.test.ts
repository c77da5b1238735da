import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { availableCommands } from '../kernel/handle.ts';
import { areaOf } from '../testing/areas.ts';
import { CALENDAR } from '../testing/calendar.ts';
import {
  actor,
  BERLIN,
  BONN,
  BRAGA,
  directoryWith,
  LISBON,
  MUNICH,
  PARIS,
  PORTO,
  reader,
  STRICT,
} from '../testing/cast.ts';
import { isBegun, TODAY, type Story } from '../testing/given.ts';
import { life, play } from '../testing/lives.ts';
import { stations } from '../testing/stations.ts';
import { request } from './index.ts';

const area = areaOf(compileAreas('schemas/areas'));
const directory = directoryWith();
const all = stations(area);
const EVERYBODY = [PORTO, LISBON, BRAGA, BERLIN, BONN, MUNICH, PARIS];

/** In whose action list a request stands, as handbook 5.3.9.1 and the chapters on each station have it. */
const WAITS_FOR = {
  draft: PORTO,
  discarded: undefined,
  requestAwaitingApproval: LISBON,
  requestReturned: PORTO,
  awaitingAcceptance: BERLIN,
  accepted: BERLIN,
  partiallyAnswered: BERLIN,
  replyAwaitingApproval: BONN,
  replyReturned: BERLIN,
  replyProvided: PORTO,
  additionalInformationRequested: BERLIN,
  additionalInformationAccepted: BERLIN,
  additionalInformationRejected: PORTO,
  referredToRequestingCoordinator: LISBON,
  referredToRespondingCoordinator: BONN,
  returnedToRespondingAuthority: BERLIN,
  closed: undefined,
  refused: undefined,
  withdrawn: undefined,
};

test.each(Object.entries(WAITS_FOR))(
  'a request that is %s stands in the action list of %s',
  (status, who) => {
    const waited = partsOf(all[status as keyof typeof all]).filter(({ waitsFor }) => waitsFor !== undefined);
    expect(waited.map(({ authority }) => authority)).toEqual(who === undefined ? [] : [who]);
  },
);

function partsOf({ state }: Story) {
  return isBegun(state) ? request.parts(state) : [];
}

const ROLES = ['request handler', 'referral handler'] as const;

test('in every life those have a part who are parties, in the same status; and who is waited for can act', () => {
  fc.assert(
    fc.property(life, (one) => {
      for (const { after } of play(area, one)) {
        const { state } = after;
        if (!isBegun(state)) continue;
        const parts = request.parts(state);
        expect(new Set(parts.map(({ authority }) => authority)).size).toBe(parts.length);
        for (const authority of EVERYBODY) {
          const who = actor(authority, ...ROLES);
          const own = request.parties(state, who, directory).filter((party) => !/linked|asked/.test(party));
          const part = parts.find((found) => found.authority === authority);
          expect((part?.parties ?? []).filter((party) => party !== 'involved coordinator')).toEqual(own);
          if (part === undefined) continue;
          // Linked to where the request has gone, a coordinator knows more than from having had it.
          const isLinked = request.parties(state, who, directory).some((party) => party.includes('linked'));
          expect(isLinked ? part.status : request.statusFor(state, authority, directory)).toBe(part.status);
          const circumstances = { at: TODAY, actor: who, area, directory, calendar: CALENDAR, fresh: '' };
          const can = availableCommands(request, state, circumstances);
          expect(can.length > 0 || part.waitsFor === undefined).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('what is not known abroad yet has no part there, and a draft is shared with nobody', () => {
  expect(partsOf(all.requestAwaitingApproval).map(({ authority }) => authority)).toEqual([PORTO, LISBON]);
  expect(partsOf(all.draft)).toMatchObject([{ authority: PORTO, others: [], isShared: false }]);
});

test('a coordinator looks into the cases of those that are linked to it', () => {
  expect(request.watches(LISBON, directory)).toContainEqual({ authority: PORTO, area: 'PQ' });
  expect(request.watches(PORTO, directory)).toEqual([]);
});

/** Lisbon, chosen by Porto, is linked to Braga for its own requests. */
const CHAINED = {
  ...STRICT,
  links: { [PORTO]: [LISBON], [LISBON]: [BRAGA], [BERLIN]: [BONN], [BONN]: [MUNICH] },
};

test.each(Object.entries(stations(area, CHAINED)))(
  'whoever may look into a request that is %s has a view of it',
  (_, { state }) => {
    if (!isBegun(state)) return;
    const world = { area, directory: directoryWith(CHAINED), calendar: CALENDAR };
    for (const who of EVERYBODY) {
      const watched = new Set(request.watches(who, world.directory).map(({ authority }) => authority));
      const shown = request
        .parts(state)
        .filter(({ authority, isShared }) => isShared && watched.has(authority));
      const view = request.view(state, reader(who, 'request viewer'), world);
      expect(shown.map(({ status }) => status)).toEqual(shown.map(() => view?.status));
    }
  },
);

test('whatever happens, lists say of a request only what it declares that they can say', () => {
  const { parties, statuses, late } = request.listed;
  fc.assert(
    fc.property(life, (one) => {
      for (const { after } of play(area, one))
        for (const part of partsOf(after)) {
          expect(parties).toEqual(expect.arrayContaining([...part.parties]));
          expect(statuses).toContain(part.status);
          expect([...late, undefined]).toContain(part.late);
        }
    }),
    { numRuns: 20 },
  );
});
