import { expect, test } from 'vitest';
import { handler, PORTO } from '../../domain/testing/cast.ts';
import { makeDirectory } from '../../domain/directory/directory.ts';
import { submitForm } from '../intake/form.ts';
import { process } from '../intake/settle.ts';
import type { Hub } from '../hub.ts';
import { aMessage, NOW, openStage, submitted, wireRequest, type Stage } from '../testing/stage.ts';
import { orderedView, viewMessage } from './ordered-view.ts';

const WITHOUT_ROLES = { roles: [] };

/** The same hub, its directory changed after the order. */
function later({ hub }: Stage, more: { readonly roles?: readonly never[]; readonly isWithoutSystem?: true }): Hub {
  const { version, authorities, systems } = hub.directory.current();
  const changed = [...systems.values()]
    .filter((system) => more.isWithoutSystem !== true || !system.authorities.includes(PORTO))
    .map((system) => ({ ...system, roles: more.roles ?? system.roles }));
  const directory = makeDirectory(version + 1, [...authorities.values()], changed);
  return { ...hub, directory: { current: () => directory } };
} // prettier-ignore

async function viewOf(stage: Stage, hub: Hub) {
  const [order] = await stage.store.takeReports(1, NOW);
  const record = await stage.store.caseAt('REQ-1');
  if (order === undefined || record === undefined) throw new TypeError('a report was ordered');
  return orderedView(hub, order, { record, choice: { kind: order.kind, parts: order.parts } });
}

const ORDER = { type: 'report.order', subject: 'REQ-1', caseversion: 1, data: { kind: 'full' } } as const;

async function sent(): Promise<Stage> {
  const stage = openStage({});
  await process(stage.hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
  ]);
  return stage;
}

test('a report shows what its kind says and whoever ordered it may see, whatever its system may see meanwhile', async () => {
  const stage = await sent();
  await process(stage.hub, [submitted(aMessage({ authority: PORTO, ...ORDER }))]);
  const { view } = await viewOf(stage, later(stage, WITHOUT_ROLES));
  expect(view).toMatchObject({ level: 'full' });
  expect(JSON.stringify(view)).toContain('Quakenbrink');
});

test('so does one that a person has ordered, also where no system speaks for the authority', async () => {
  const stage = await sent();
  const by = { ...handler(PORTO), person: 'p-17' };
  const answer = await submitForm(stage.hub, { id: 'f-1', time: NOW, receivedAt: NOW, ...ORDER, by });
  expect(answer.receipt.said.outcome).toBe('accepted');
  const ordered = await viewOf(stage, later(stage, { ...WITHOUT_ROLES, isWithoutSystem: true }));
  expect(ordered.view).toMatchObject({ level: 'full' });
  expect(viewMessage(ordered, NOW)).toMatchObject({ receiver: 'urn:imi-hub:person:p-17', authority: PORTO });
});
