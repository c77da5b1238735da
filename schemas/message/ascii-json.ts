/**
 * JSON for readers, in ASCII alone: patterns hold characters that nobody sees or that turn the line around, and a published
 * file shows them by their numbers.
 */
export function asciiJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
