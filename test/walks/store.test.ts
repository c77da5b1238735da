import { afterAll, beforeAll } from 'vitest';
import { documentsContract } from '../../hub/testing/documents-contract.ts';
import { storeContract } from '../../hub/testing/store-contract.ts';
import { openHub } from '../../worker/hub.ts';
import { openLog } from '../../adapters/log.ts';
import type { Assembled } from '../../adapters/assemble.ts';
import { usePreparedHub } from '../support/hub.ts';

const hub = usePreparedHub('store');

let assembled: Assembled | undefined;
beforeAll(async () => {
  assembled = await openHub(hub().config, openLog('silent', 'store'));
});
afterAll(() => assembled?.close());

storeContract(store);
documentsContract(store);

function store() {
  if (assembled === undefined) throw new TypeError('the store is there when the tests begin');
  return assembled.hub.store;
}
