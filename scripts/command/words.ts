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
  if (!(error instanceof Error)) return String(error);
  return fileSentence(error) ?? error.message;
}

/** Of the troubles with a file that its caller has named, those that are the caller's own. */
function fileSentence(
  error: Error & { readonly code?: unknown; readonly path?: unknown },
): string | undefined {
  const { code, path } = error;
  if (code === 'EISDIR') return 'There is a folder where a file is expected.';
  if (typeof path !== 'string') return undefined;
  if (code === 'ENOENT') return `There is no file ${path}.`;
  return code === 'EACCES' ? `The file ${path} cannot be opened: permission is missing.` : undefined;
}
