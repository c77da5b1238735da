/** A word for a shell (POSIX, 2.2.2) to be copied from the screen: paths may have blanks and quotes. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
