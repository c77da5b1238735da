import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import {
  actor,
  BERLIN,
  BONN,
  handler,
  LISBON,
  person,
  PORTO,
  reader,
  referee,
  STRICT,
} from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { PAPERS } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';
import { request } from '../index.ts';

const area = areaOf(compileAreas('schemas/areas'));
const usesAllocation = true;
const settings = {
  flags: {
    [PORTO]: { ...STRICT.flags?.[PORTO], usesAllocation },
    [LISBON]: { ...STRICT.flags?.[LISBON], usesAllocation },
    [BERLIN]: { ...STRICT.flags?.[BERLIN], usesAllocation },
    [BONN]: { ...STRICT.flags?.[BONN], usesAllocation },
  },
};
const all = stations(area);
const arrived = all.awaitingAcceptance.meanwhile({ settings });
const [anna, bert] = ['P-1', 'P-2'];
const OTHERS = [handler(PORTO), handler(BERLIN), referee(LISBON), referee(BONN)].map((who) =>
  person(who, 'P-9'),
);

describe('where an authority allocates', () => {
  test('only those act to whom the request is allocated; all others see all of it', () => {
    const allocated = arrived.after(actor(BERLIN, 'allocator'), 'request.allocate', { persons: [anna] });
    expect(allocated.when(person(handler(BERLIN), bert), 'request.accept').outcome).toEqual(['NOT_ALLOCATED /type']);
    expect(allocated.offeredTo(person(handler(BERLIN), bert))).toEqual(['request.copy', 'report.order', 'dossier.order']);
    const accepted = allocated.after(person(handler(BERLIN), anna), 'request.accept');
    expect(accepted.seenBy(reader(BERLIN, 'request handler'))).toMatchObject({ level: 'full', allocatedTo: [anna] });
  }); // prettier-ignore

  test('nobody acts before it is allocated, but for the system, which allocates in its own house', () => {
    expect(arrived.when(person(handler(BERLIN), anna), 'request.accept').outcome).toEqual([
      'NOT_ALLOCATED /type',
    ]);
    expect(arrived.when(handler(BERLIN), 'request.accept').outcome).toEqual(['request.accepted']);
  });

  test('it is allocated anew at any time, and those new to it are written to', () => {
    const first = arrived.when(actor(BERLIN, 'allocator'), 'request.allocate', { persons: [anna, anna] });
    expect(first.events.map(({ facts }) => facts)).toEqual([{ authority: BERLIN, persons: [anna], added: [anna] }]);
    const second = first.when(actor(BERLIN, 'allocator'), 'request.allocate', { persons: [anna, bert] });
    expect(writes(second)).toEqual([{ do: 'write', to: { authority: BERLIN, roles: ['request handler'], persons: [bert] }, template: 'request.allocatedNew' }]);
    const third = second.when(actor(BERLIN, 'allocator'), 'request.allocate', { persons: [bert] });
    expect(writes(third)).toEqual([]);
    expect(third.when(person(handler(BERLIN), anna), 'request.accept').outcome).toEqual(['NOT_ALLOCATED /type']);
    expect(all.closed.meanwhile({ settings }).when(actor(BERLIN, 'allocator'), 'request.allocate').outcome).toEqual(['request.allocated']);
  }); // prettier-ignore

  test('no other authority learns who works on it', () => {
    const allocated = arrived.after(actor(BERLIN, 'allocator'), 'request.allocate', { persons: ['P-4711'] });
    expect(JSON.stringify(allocated.seenBy(reader(PORTO, 'request handler')))).not.toContain('P-4711');
    expect(allocated.state.version).toBe(arrived.state.version);
    expect(allocated.told).toEqual([]);
  });

  test('who begins a request is the one to act on it, until others are added', () => {
    const draft = given({ area, settings }).after(person(handler(PORTO), anna), 'request.save');
    expect(draft.when(person(handler(PORTO), bert), 'request.send').outcome).toEqual(['NOT_ALLOCATED /type']);
    const shared = draft.after(actor(PORTO, 'allocator'), 'request.allocate', { persons: [anna, bert] });
    const sent = shared.when(person(handler(PORTO), bert), 'request.send');
    expect(sent.outcome).toEqual(['request.sent']);
    expect(sent.open().allocations).toEqual([{ authority: PORTO, persons: [anna, bert] }]);
    const alone = given({ area, settings }).after(person(handler(PORTO), anna), 'request.send');
    expect(alone.when(person(handler(PORTO), bert), 'request.withdraw').outcome).toEqual(['NOT_ALLOCATED /type']);
    expect(alone.when(person(handler(PORTO), anna), 'request.withdraw').outcome).toEqual(['request.withdrawn']);
  }); // prettier-ignore

  test('a coordinator allocates what it has to approve or to referee', () => {
    const { requestAwaitingApproval, referredToRespondingCoordinator } = all;
    for (const [story, authority, command] of [
      [requestAwaitingApproval, LISBON, 'request.approve'],
      [referredToRespondingCoordinator, BONN, 'request.findUnsatisfactory'],
    ] as const) {
      const waiting = story.meanwhile({ settings });
      expect(waiting.when(person(referee(authority), anna), command).outcome).toEqual([
        'NOT_ALLOCATED /type',
      ]);
      const mine = waiting.after(actor(authority, 'allocator'), 'request.allocate', { persons: [anna] });
      expect(writes(mine)).toMatchObject([
        { to: { authority, roles: ['referral handler'], persons: [anna] } },
      ]);
      expect(mine.when(person(referee(authority), anna), command).faults).toEqual([]);
    }
  });

  test('whoever it is not allocated to gives none of its commands', () => {
    const tried = Object.values(all).flatMap((story) =>
      request.commands.flatMap((command) => OTHERS.map((who) => ({ story, command, who }))),
    );
    const refused = tried
      .filter(({ command: { by }, who }) => by.some(({ role }) => who.roles.includes(role)))
      .filter(({ story, command: { name }, who }) => {
        const { outcome } = story.meanwhile({ settings }).when(who, name, PAPERS[name]);
        return outcome[0] === 'NOT_ALLOCATED /type';
      });
    const names = new Set(refused.map(({ command }) => command.name));
    const acting = request.commands.filter(({ refuses }) => refuses.includes('NOT_ALLOCATED'));
    expect([...names].toSorted()).toEqual(acting.map(({ name }) => name).toSorted());
    expect(acting.length).toBeGreaterThan(20);
  });
});

function writes({ events, state }: Pick<typeof arrived, 'events' | 'state'>) {
  const { setsOff }: { setsOff(event: object, now: object): readonly { readonly do: string }[] } =
    request as never;
  return events.flatMap((event) => setsOff(event, state)).filter((effect) => effect.do === 'write');
}

test('where it does not allocate there is nothing to allocate, and everybody acts', () => {
  const plain = all.awaitingAcceptance;
  expect(plain.when(actor(BERLIN, 'allocator'), 'request.allocate').outcome).toEqual(['ALLOCATION_NOT_USED /type']);
  expect(plain.when(person(handler(BERLIN), bert), 'request.accept').outcome).toEqual(['request.accepted']);
}); // prettier-ignore

test('only allocators allocate, and only for their own authority', () => {
  expect(arrived.when(handler(BERLIN), 'request.allocate').outcome).toEqual(['NOT_ALLOWED /type']);
  const other = arrived.after(actor(PORTO, 'allocator'), 'request.allocate', { persons: [bert] });
  expect(other.open().allocations).toEqual([{ authority: PORTO, persons: [bert] }]);
});
