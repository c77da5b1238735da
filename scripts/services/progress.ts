/** One line a step, on stderr: stdout belongs to what a command answers (`env`, `status`). */
export function step(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

/** Says what begins, does it, and says how long it took. */
export async function timed<T>(text: string, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  step(`${text} …`);
  const result = await work();
  step(`${text}: done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
