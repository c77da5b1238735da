import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { isAlive, killAll, markerVariable, processesOf } from './processes.ts';

const folder = `/nowhere/${process.pid}`;
const children: ChildProcess[] = [];

function start(command: string, mark?: string): number {
  const env = { PATH: process.env['PATH'], ...(mark !== undefined && { [markerVariable]: mark }) };
  const child = spawn('sh', ['-c', command], { env, stdio: 'ignore', detached: true });
  children.push(child);
  return child.pid ?? 0;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe.runIf(process.platform === 'linux')('the processes of a service', () => {
  it('are known by their mark, a descendant also when it lost the mark', async () => {
    const parent = start('env -i /bin/sleep 30 & wait', folder);
    await expect.poll(() => processesOf(folder).length).toBe(2);
    expect(processesOf(folder)).toContain(parent);
  });

  it('are never those of another folder', () => {
    start('exec sleep 30', `${folder}-other`);
    start('exec sleep 30');
    expect(processesOf(folder)).toEqual([]);
  });

  it('are all gone after a kill', async () => {
    const parent = start('env -i /bin/sleep 30 & wait', folder);
    await expect.poll(() => processesOf(folder).length).toBe(2);
    const [child] = children;
    await Promise.all([killAll(folder), child && once(child, 'exit')]);
    expect(processesOf(folder)).toEqual([]);
    expect(isAlive(parent)).toBe(false);
  });
});
