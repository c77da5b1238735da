import { describe, expect, it } from 'vitest';
import { FACES, face } from '../fonts/face.ts';
import { LANGUAGES } from '../../domain/kernel/language.ts';
import { isSettable, settable, widthOf, wrap } from './text.ts';
import { STYLE } from './theme.ts';

const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

describe('wrapping', () => {
  it('keeps every letter and every line within its width', () => {
    const text = `Kurz ${'lang'.repeat(60)} und https://example.eu/eine/adresse/die/nicht/passt/weil/sie/zu/lang/ist`;
    const lines = wrap(text, STYLE.body, 120);
    expect(lines.join('')).toBe(text);
    for (const line of lines) expect(widthOf(line.trimEnd(), STYLE.body)).toBeLessThanOrEqual(120);
  });

  it('sets a digest in rows of equal length', () => {
    expect(wrap(DIGEST, STYLE.small, 165).map(({ length }) => length)).toEqual([32, 32]);
  });

  it('never ends a line before a no-break space', () => {
    expect(wrap('1\u00a02\u00a03', STYLE.body, 30)).toEqual(['1\u00a02\u00a03']);
  });
});

describe('letters', () => {
  it('that the fonts lack are named by their numbers, because a missing glyph is forbidden and names must be told apart', () => {
    expect(settable('漢😀')).toBe('[U+6F22 U+1F600]');
    expect(settable('Ana ღია, née 漢')).toBe('Ana [U+10E6 U+10D8 U+10D0], née [U+6F22]');
  });

  it('are known to be all there, or not', () => {
    expect(isSettable('Αθήνα, Łódź\nСофия\t–')).toBe(true);
    expect(isSettable('Ana ღია')).toBe(false);
  });

  it('are composed, controls are left out', () => {
    expect(settable('e\u0301\u0000\u00ad\u202e')).toBe('é');
  });

  it.each(LANGUAGES)('of the language %s are all there', (language) => {
    const words = new Intl.DisplayNames([language === 'no' ? 'nb' : language], { type: 'region' });
    const names = ['BG', 'CZ', 'GR', 'IE', 'HU', 'MT', 'PL', 'RO', 'SE', 'IS', 'LI'].map((code) =>
      words.of(code),
    );
    for (const sign of names.join('').normalize('NFC')) {
      for (const name of FACES) expect(face(name).glyphOf(sign.codePointAt(0) ?? 0)).not.toBe(0);
    }
  });
});
