import { expect, test } from 'vitest';
import { openMetrics } from './metrics.ts';

test('a batch is counted by how each of its messages ended', async () => {
  const metrics = openMetrics();
  metrics.batch({
    channel: 'amqp',
    seconds: 0.02,
    verdicts: ['accepted', 'accepted', 'duplicate', 'NOT_ALLOWED'],
  });
  const { text, contentType } = await metrics.expose();
  expect(contentType).toContain('text/plain');
  expect(text).toContain('imi_messages_received_total{channel="amqp"} 4');
  expect(text).toContain('imi_messages_accepted_total{channel="amqp"} 2');
  expect(text).toContain('imi_messages_repeated_total{channel="amqp"} 1');
  expect(text).toContain('imi_messages_rejected_total{channel="amqp",code="NOT_ALLOWED"} 1');
  expect(text).toContain('imi_batch_messages_sum 4');
  expect(text).toContain('imi_batch_duration_seconds_count 1');
});

test('two meters do not share their counts', async () => {
  const first = openMetrics();
  first.deadLetter('imi.dead.submissions');
  first.outboxWaiting(7);
  first.delivered(0.3);
  first.http({ method: 'GET', route: '/api/v1/inbox/:id', status: 404, seconds: 0.001 });
  const { text } = await first.expose();
  expect(text).toContain('imi_dead_letters_total{queue="imi.dead.submissions"} 1');
  expect(text).toContain('imi_outbox_waiting 7');
  expect(text).toContain('route="/api/v1/inbox/:id"');
  expect((await openMetrics().expose()).text).not.toContain('imi.dead.submissions');
});
