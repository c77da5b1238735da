import { expect, test } from 'vitest';
import { makeDirectory } from '../../domain/directory/directory.ts';
import { BERLIN, PORTO } from '../../domain/testing/cast.ts';
import type { Hub } from '../hub.ts';
import { findOverdue } from './overdue.ts';
import type { Outbox } from '../ports/surroundings.ts';
import { process } from '../intake/settle.ts';
import { readdress } from './readdress.ts';
import { openRelay } from './relay.ts';
import {
  aMessage,
  openStage,
  submitted,
  systemOfAuthority,
  verdictIn,
  wireRequest,
} from '../testing/stage.ts';

const LATER = '2026-11-22T00:00:00.000Z';
const THEIRS = systemOfAuthority(BERLIN);

/** A request to an authority that no system speaks for yet. */
async function play() {
  const stage = openStage({});
  const [outcome] = await process(withSystems(stage.hub, [PORTO]), [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
  ]);
  expect(verdictIn(outcome)).toBe('accepted');
  const news = () => [...stage.tables.deliveries.values()].filter(({ type }) => type === 'request.arrived');
  return { ...stage, news };
}

/** The next version of the directory, with the systems of these authorities only; one may speak for all of them. */
function withSystems(
  { directory: source, ...hub }: Hub,
  authorities: readonly string[],
  through?: string,
): Hub {
  const { version, authorities: all, systems } = source.current();
  const kept = [...systems.values()].filter((system) =>
    through === undefined
      ? system.authorities.every((one) => authorities.includes(one))
      : system.id === through,
  );
  const speaking = kept.map((system) => (through === undefined ? system : { ...system, authorities }));
  const directory = makeDirectory(version + 1, [...all.values()], speaking);
  return { ...hub, directory: { current: () => directory } };
}

async function sweptBy(hub: Hub): Promise<readonly string[]> {
  const taken: string[] = [];
  const outbox: Outbox = { publish: async ({ type, system }) => void taken.push(`${type} > ${system}`) };
  await openRelay(hub, outbox, { meter: { delivered: () => undefined } }).sweep(LATER);
  return taken;
}

test('a request to an authority that no system speaks for is delivered to nobody yet, and waits', async () => {
  const { hub, news } = await play();
  const alone = withSystems(hub, [PORTO]);
  expect(news()).toMatchObject([{ about: { authority: BERLIN }, isHandedOver: false }]);
  expect(news()[0]).not.toHaveProperty('system');
  expect(await readdress(alone)).toBe(1);
  expect(await sweptBy(alone)).toEqual([`receipt > ${systemOfAuthority(PORTO)}`]);
});

test('it becomes overdue, and the evidence says for whom, and that nobody spoke for them', async () => {
  const { hub, tables } = await play();
  expect(await findOverdue(withSystems(hub, [PORTO]), LATER)).toBe(2);
  const failures = tables.evidence
    .filter(({ kind }) => kind === 'ContentConsignmentFailure')
    .map(({ body }) => JSON.parse(body));
  expect(failures).toContainEqual(
    expect.objectContaining({
      recipientDetails: { authority: BERLIN },
      eventReasons: ['TIME_OUT', 'NO_SYSTEM'],
    }),
  );
});

test('as soon as a system speaks for the authority it goes there', async () => {
  const { hub } = await play();
  const joined = withSystems(hub, [PORTO, BERLIN]);
  expect(await readdress(joined)).toBe(0);
  expect(await sweptBy(joined)).toContain(`request.arrived > ${THEIRS}`);
  expect(await sweptBy(joined)).toEqual([]);
});

test('what waits for a system that no longer speaks for the authority goes to the one that does now', async () => {
  const { hub, news } = await play();
  await readdress(withSystems(hub, [PORTO, BERLIN]));
  expect(news()).toMatchObject([{ system: THEIRS }]);
  const other = withSystems(hub, [PORTO, BERLIN], systemOfAuthority(PORTO));
  expect(await readdress(other)).toBe(0);
  expect(await sweptBy(other)).toContain(`request.arrived > ${systemOfAuthority(PORTO)}`);
});

test('and to nobody when nobody is left', async () => {
  const { hub, news } = await play();
  await readdress(withSystems(hub, [PORTO, BERLIN]));
  expect(await readdress(withSystems(hub, [PORTO]))).toBe(1);
  expect(news()[0]).not.toHaveProperty('system');
});
