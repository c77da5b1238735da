import { expect, test } from 'vitest';
import { useHub } from '../support/hub.ts';

const hub = useHub('request');

test('the hub starts on its stage and says that it is ready', async () => {
  const response = await fetch(`${hub().httpUrl}/health/ready`);
  expect(response.status).toBe(200);
});
