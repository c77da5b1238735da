/** What a command says to whoever has called it: the answer, or why there is none; each with the code that it ends with. */
export function tell(text: string, code = 0): number {
  process.stdout.write(`${text}\n`);
  return code;
}

export function refuse(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
