import { openMemoryStore } from './memory-store.ts';
import { storeContract } from './store-contract.ts';

const store = openMemoryStore();

storeContract(() => store);
