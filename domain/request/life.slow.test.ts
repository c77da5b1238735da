import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { ERASED, isCaseEvent } from '../case/events.ts';
import type { CaseState } from '../kernel/workflow.ts';
import { keyOf } from '../exchange/asked.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BONN, BRAGA, LISBON, MUNICH, PORTO, reader } from '../testing/cast.ts';
import { given, isOpen } from '../testing/given.ts';
import { life, paperFor, PEOPLE, play, type Move } from '../testing/lives.ts';
import { stations } from '../testing/stations.ts';
import { TELLS } from './sets-off.ts';
import { request } from './index.ts';

/** Whatever anybody does in whatever order: what always holds of a request. */

const area = areaOf(compileAreas('schemas/areas'));
const STATUSES = Object.keys(stations(area));
const AUTHORITIES = PEOPLE.filter((who) => who.kind === 'authority');
const ENDED = new Set(['closed', 'refused', 'withdrawn', 'discarded']);

function always(claim: (move: Move) => void): void {
  const property = fc.property(life, (given_) => {
    for (const move of play(area, given_)) claim(move);
  });
  fc.assert(property, { numRuns: 25 });
}

const OBJECTIONS = new Set([
  'CASE_UNKNOWN', 'NOT_ALLOWED', 'WRONG_STATUS', 'FLAG_MISSING', 'REFER_INSTEAD', 'NO_REFEREE', 'UPHOLD_NOT_POSSIBLE',
  'UPHOLD_INSTEAD', 'NOT_ALLOCATED', 'ALLOCATION_NOT_USED', 'COORDINATOR_ASKED',
  'CONTENT_KEPT', 'CONTENT_ERASED',
]); // prettier-ignore

/** Of an ended request everything but what is asked of others, whom it is allocated to, and what is put right. */
function lasting(state: CaseState): object {
  const passing = new Set(['pending', 'parted', 'allocations', 'content', 'version', 'known', 'history']);
  return Object.fromEntries(Object.entries(state).filter(([name]) => !passing.has(name)));
}

describe('always', () => {
  test('the status is one of the stations, and the version counts what moved the case on', () => {
    always(({ after: { state, history } }) => {
      expect(['new', ...STATUSES]).toContain(state.status);
      const loud = history.filter((event) => !isCaseEvent(event) && !request.quiet.includes(event.type));
      expect(state.version).toBe(loud.length);
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
    });
  });

  test('the history tells the whole state', () => {
    always(({ after }) => expect(given({ area }, after.history).state).toEqual(after.state));
  });

  test('without what people wrote it still tells the station and the version', () => {
    always(({ after }) => {
      const { status, version } = after.erased().state;
      expect({ status, version }).toEqual({ status: after.state.status, version: after.state.version });
    });
  });

  test('what people wrote is not in the facts, which are never erased', () => {
    always(({ after }) => {
      const facts = JSON.stringify(after.events.map((event) => event.facts));
      expect(facts).not.toMatch(/Quakenbrink|Xanthippe|1977|Wuppertal|Since|regards|letters|know more|name the year/);
    });
  }); // prettier-ignore

  test('a refusal changes nothing, and says why', () => {
    always(({ before, after }) => {
      if (after.events.length > 0) return;
      expect(after.faults.length).toBeGreaterThan(0);
      expect(after.state).toBe(before.state);
    });
  });

  test('nobody but its author knows of a draft: no message, no view, no answer', () => {
    always(({ after }) => {
      const { state, deliveries } = after;
      if (state.status !== 'draft' && state.status !== 'discarded') return;
      const author = after.begun().requesting.authority;
      for (const { to, type } of deliveries) {
        expect(to).toBe(author);
        expect(['report.issued', 'request.copyOpened']).toContain(type);
      }
      for (const who of AUTHORITIES.filter(({ authority }) => authority !== author)) {
        expect(after.seenBy({ ...who, language: 'en' })).toBeUndefined();
        expect(after.offeredTo(who)).toEqual([]);
        expect(after.when(who, 'report.order').outcome).toEqual(['CASE_UNKNOWN /subject']);
      }
    });
  }); // prettier-ignore

  test('whoever sees a request may act as some party in it, and nobody else', () => {
    always(({ after }) => {
      if (after.state.status === 'new') return;
      for (const who of AUTHORITIES) {
        const isParty = after.when(who, 'report.order').outcome[0] !== 'CASE_UNKNOWN /subject';
        expect([who.authority, isParty]).toEqual([who.authority, after.seenBy({ ...who, language: 'en' }) !== undefined]);
      }
    });
  }); // prettier-ignore

  test('a coordinator is named abroad only for what it has said itself, as a referee', () => {
    always(({ after }) => {
      for (const [own, abroad] of [[PORTO, [BONN, MUNICH]], [BERLIN, [LISBON, BRAGA]]] as const) {
        const seen = after.seenBy(reader(own, 'request handler'));
        const { requesting, responding, history = [] } = seen ?? {};
        // Whoever has had the request as an authority is known as one.
        const passed = history.filter(({ event }) => event === 'request.forwarded').flatMap(({ by, to }) => [by, to]);
        const open = new Set([requesting?.authority, responding?.authority, ...passed]);
        const named = new Set(history.filter(({ event }) => !event.startsWith('request.found')).map(({ by }) => by));
        const hidden = abroad.filter((one) => !open.has(one));
        expect(hidden.filter((one) => named.has(one))).toEqual([]);
        const parties = JSON.stringify([requesting, responding]);
        expect(hidden.filter((one) => parties.includes(one))).toEqual([]);
      }
    });
  }); // prettier-ignore

  test('an ended request takes no further change but that of what was said wrongly of the person', () => {
    always(({ before, after }) => {
      if (!ENDED.has(before.state.status)) return;
      const moving = after.events.filter(
        (event) => !isCaseEvent(event) && !request.quiet.includes(event.type),
      );
      expect(moving.filter(({ type }) => type !== 'request.corrected')).toEqual([]);
      // Of a draft that is deleted nothing is kept, and the hub may erase it at once.
      if (after.events.some(({ type }) => type === ERASED)) return;
      expect(lasting(after.state)).toEqual(lasting(before.state));
    });
  });

  test('no question is lost, and none is doubled, by what happens after sending', () => {
    always(({ before, after }) => {
      if (!isOpen(before.state) || !isOpen(after.state)) return;
      const [event] = after.events;
      if (event?.type === 'request.sent') return;
      const went = event?.type === 'request.partiallyForwarded' ? Object(event.facts).asked : [];
      const now = [...after.state.asked, ...went].map((one) => keyOf(one)).toSorted();
      expect(now).toEqual(before.state.asked.map((one) => keyOf(one)).toSorted());
    });
  });

  test('wherever it stands somebody can move it on, until it has ended', () => {
    always(({ after }) => {
      const { status } = after.state;
      if (status === 'new' || ENDED.has(status)) return;
      const offers = new Set(AUTHORITIES.flatMap((who) => after.offeredTo({ ...who, roles: ['request handler', 'referral handler'] })));
      const moving = request.commands.filter(({ name, leadsTo }) => leadsTo !== 'same' && offers.has(name));
      expect([status, moving.length > 0]).toEqual([status, true]);
    });
  }); // prettier-ignore

  test('a command is offered exactly to those who may give it now', () => {
    always(({ before, actor: doer }) => {
      const offers = before.offeredTo(doer);
      const possible = request.commands.filter(({ name }) => {
        const { faults } = before.when(doer, name, paperFor(before, name, 0));
        return !OBJECTIONS.has(faults[0]?.code ?? '');
      });
      expect(offers).toEqual(possible.map(({ name }) => name));
    });
  });

  test('who is told of something may see the case, in a message that the catalogue knows', () => {
    always(({ after }) => {
      for (const { to, type, attachments = [] } of after.deliveries) {
        expect([...Object.keys(TELLS), 'report.issued']).toContain(type);
        // Who has ordered a report gets it, even where it has lost its part in the case meanwhile.
        const isSeen = after.seenBy(reader(to, 'request handler')) !== undefined;
        expect([type, to, isSeen || type === 'report.issued']).toEqual([type, to, true]);
        const known = isOpen(after.state) ? after.state.attachments.map(({ id }) => id) : [];
        expect(known).toEqual(expect.arrayContaining([...attachments]));
      }
    });
  });

  test('the bytes of a document go only to who sees the document', () => {
    always(({ after }) => {
      for (const { to, attachments = [] } of after.deliveries) {
        const seen = after.seenBy(reader(to, 'request handler'))?.attachments ?? [];
        const named = seen.filter(({ sha256 }) => sha256 !== undefined).map(({ id }) => id);
        expect(named).toEqual(expect.arrayContaining([...attachments]));
      }
    });
  });
});

test('the lives that are tried lead to every station', () => {
  const moves = fc.sample(life, { seed: 2012, numRuns: 400 }).flatMap((one) => play(area, one));
  expect(new Set(moves.map(({ after }) => after.state.status))).toEqual(new Set(['new', ...STATUSES]));
});
