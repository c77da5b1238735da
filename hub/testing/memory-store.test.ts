import { openMemoryStore } from './memory-store.ts';
import { documentsContract } from './documents-contract.ts';
import { storeContract } from './store-contract.ts';

const store = openMemoryStore();

storeContract(() => store);
documentsContract(() => store);
