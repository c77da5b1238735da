import { register } from 'node:module';
import { PROMISED } from './without.ts';

/** The worker without one promise: which one is the first argument. */
const promised = PROMISED.find((one) => one === process.argv[2]);
if (promised === undefined) throw new TypeError(`one of ${PROMISED.join(', ')} is expected`);
if (promised === 'encryption') register(new URL('./stand-ins.js', import.meta.url));
const { runWithout } = await import('./start.ts');
await runWithout(promised);
