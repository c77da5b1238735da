import { expect, it } from 'vitest';
import { layCode } from './code.ts';

const URL = 'https://hub.example.eu/verify/7f1c9a52-0b3e-4d3c-9a61-5f0f6a8f2b17';
const figure = codeOf(URL);

it('a code has a blank edge of four modules', () => {
  for (const { x, y, width } of figure.bars) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
    expect(Math.max(x + width, y + 1)).toBeLessThanOrEqual(figure.modules - 4);
  }
});

it('a code has its three eyes, and none in the fourth corner', () => {
  const last = figure.modules - 4;
  const isEye = (x: number, y: number) =>
    figure.bars.some((bar) => bar.x === x && bar.y === y && bar.width === 7);
  expect([isEye(4, 4), isEye(last - 7, 4), isEye(4, last - 7), isEye(last - 7, last - 7)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

it('bars of a row do not touch', () => {
  for (const bar of figure.bars) {
    const next = figure.bars.find(({ x, y }) => y === bar.y && x === bar.x + bar.width);
    expect(next).toBeUndefined();
  }
});

it('the same content gives the same code, another one another', () => {
  expect(codeOf(URL).bars).toEqual(figure.bars);
  expect(codeOf(`${URL}x`).bars).not.toEqual(figure.bars);
});

function codeOf(content: string) {
  return layCode({ content, alternative: { text: 'code', language: 'en' } }, { x: 0, side: 104 });
}
