import { execFileSync } from 'node:child_process';
import { allowedProcessors } from '../signing/processors.ts';
import { processesOfService } from './cpu.ts';

/**
 * Puts database and broker on the same processors as the contender, and answers what frees them again. Their processes to come
 * follow those that they come from.
 */
export function pinServices(processors: readonly number[] | undefined): () => void {
  if (processors === undefined) return () => undefined;
  pin(processors);
  return () => pin(allowedProcessors());
}

function pin(processors: readonly number[]): void {
  for (const pid of [...processesOfService('postgres'), ...processesOfService('rabbitmq')])
    try {
      execFileSync('taskset', ['-a', '-c', '-p', processors.join(','), String(pid)], { stdio: 'ignore' });
    } catch {
      // A process that has just ended is on no processor.
    }
}
