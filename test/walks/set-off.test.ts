import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../connector/receipt.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { freePort } from '../support/free-port.ts';
import { useHub, usePreparedHub } from '../support/hub.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { command, request, requestData, written } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { until } from '../support/until.ts';

/** What a command that came over HTTP sets off in other cases comes at once, and not with the next round of the clock. */

/** The clock goes its round every twenty seconds. */
const AT_ONCE_MS = 2000;

type Opening = ReturnType<typeof useSystems>;

function comesAtOnce(open: Opening): void {
  test('the draft that is begun by a copy', async () => {
    const french = await open('fr-titres');
    const sent = await french.send(request(french.id, requestData()));
    for (const _ of [1, 2, 3]) {
      const copied = await french.send(command(french.id, 'request.copy', { case: sent, data: { parts: ['questions'] } }));
      expect(copied.outcome).toBe('accepted');
      await timed(() => french.next('request.copyOpened'));
    }
  }, 60_000); // prettier-ignore

  test('the part that is split off', async () => {
    const [german, french] = [await open('de-anerkennung'), await open('fr-titres')];
    const questions = [{ question: 'PQ-GQ-010' }, { question: 'PQ-GQ-009' }];
    const sent = await german.send(request(german.id, { ...requestData({ country: 'FR' }), questions }));
    await french.next('request.arrived', { subject: sent.case ?? '' });
    expect((await split(french, sent)).outcome).toBe('accepted');
    await timed(() => german.next('request.splitOff'));
  }, 60_000);
}

function split(french: NationalSystem, sent: Answer): Promise<Answer> {
  const justification = written('Une autre autorité est compétente.', 'fr');
  const data = { to: 'FR-T-COORDINATION', justification, questions: [{ question: 'PQ-GQ-009' }] };
  return french.send(command(french.id, 'request.split', { case: sent, data }));
}

async function timed(coming: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await coming();
  expect(performance.now() - begun).toBeLessThan(AT_ONCE_MS);
}

describe('with worker and gateway in one process', () => {
  const hub = useHub('set-off-together');
  comesAtOnce(useSystems(hub));
});

describe('with worker and gateway apart', () => {
  const hub = usePreparedHub('set-off-apart', async () => ({
    HTTP_PORT: String(await freePort()),
    LOG_LEVEL: 'info',
  }));
  const programs: Program[] = [];
  beforeAll(async () => {
    programs.push(...['gateway/main.ts', 'worker/main.ts'].map((file) => startProgram(file, hub().config)));
    for (const program of programs) await until('it has started', () => hasStarted(program), 60_000);
  }, 90_000);
  afterAll(async () => {
    for (const { child } of programs) child.kill('SIGTERM');
    await Promise.all(programs.map(({ ended }) => ended));
  });
  comesAtOnce(useSystems(() => ({ ...hub(), httpUrl: `http://127.0.0.1:${hub().config.HTTP_PORT}` })));
});
