import { expect, test } from 'vitest';
import { PORTO } from '../../domain/testing/cast.ts';
import { compose } from '../outgoing/compose.ts';
import { process } from '../intake/settle.ts';
import { issue } from './make-report.ts';
import { aMessage, NOW, openStage, submitted, wireRequest } from '../testing/stage.ts';

const BYTES = Buffer.from('%PDF-1.7');
const press = { produce: () => Promise.resolve(BYTES), bind: () => Promise.resolve(BYTES) };

test('a report that is fetched after its file is gone is still told of: by its digest, without the file', async () => {
  const { hub, tables } = openStage();
  await process(hub, [submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }))]);
  const order = { subject: 'REQ-1', caseversion: 1, data: { kind: 'fullWithoutPersonalData' } };
  await process(hub, [submitted(aMessage({ authority: PORTO, type: 'report.order', ...order }))]);
  const [ordered] = await hub.store.takeReports(1, NOW);
  const shown = await hub.store.caseAt('REQ-1');
  if (ordered === undefined || shown === undefined) throw new TypeError('a report was ordered');
  await issue(hub, ordered, { press, bytes: BYTES, shown });
  const news = [...tables.deliveries.values()].find(({ type }) => type === 'report.issued');
  if (news === undefined) throw new TypeError('the report is delivered');

  const whole = await compose(hub, news);
  expect(whole.data).toMatchObject({ report: { size: BYTES.length, content: BYTES.toString('base64') } });
  await hub.store.deleteReports(10, '2027-12-31T00:00:00.000Z');
  const { report } = whole.data as { readonly report: Readonly<Record<string, unknown>> };
  const { content: _content, ...rest } = report;
  expect((await compose(hub, news)).data).toEqual({ report: rest });
});
