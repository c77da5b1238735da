import { isRecord, shown, type Problem } from './explain.ts';

/**
 * What the published schemas cannot say, since the regular expressions of their readers have no common way to write a
 * character beyond the basic plane: formatting that nobody sees (shorthand, music, and plane 14, whose tags and variation
 * selectors have been used to hide whole sentences), and noncharacters (RFC 7493, 2.1). No text contains them.
 */
const BEYOND = [
  '\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}',
  ...Array.from({ length: 16 }, (_, index) => {
    const plane = (index + 1).toString(16);
    return `\\u{${plane}FFFE}\\u{${plane}FFFF}`;
  }),
].join('');
const UNSEEN_BEYOND = new RegExp(`[${BEYOND}]`, 'u');

/** Whether such a character is in the text; the canonical text of a message holds all of its texts as they are. */
export function hasUnseenBeyond(text: string): boolean {
  return UNSEEN_BEYOND.test(text);
}

/** Each text within the value that the test finds wrong. */
export function problemsOfTexts(
  value: unknown,
  isWrong: (text: string) => boolean,
  path = '',
): readonly Problem[] {
  if (typeof value === 'string')
    return isWrong(value) ? [{ path, problem: 'it has characters that are not possible here' }] : [];
  if (Array.isArray(value))
    return value.flatMap((entry, index) => problemsOfTexts(entry, isWrong, `${path}/${index}`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    problemsOfTexts(member, isWrong, `${path}/${shown(name)}`),
  );
}
