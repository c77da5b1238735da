import { startAllInOne } from './all-in-one.ts';
import { runProgram } from '../adapters/program.ts';

await runProgram('imi-hub', startAllInOne);
