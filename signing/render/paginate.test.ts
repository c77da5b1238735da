import { expect, it } from 'vitest';
import type { Element } from '../pdf/structure.ts';
import { heightOf } from './flow.ts';
import type { Line, Row } from './flow.ts';
import { paginate } from './paginate.ts';
import { PAGE, STYLE } from './theme.ts';

const element: Element = { role: 'P', children: [] };

it('a heading is never the last of its page', () => {
  for (let before = 30; before < 60; before++) {
    const pages = paginate([...rows(before, 1), heading(), ...rows(1, 3)]);
    for (const page of pages) expect(page.at(-1)?.row.keepsWithNext).not.toBe(true);
  }
});

it('a row that fits on a page is not divided', () => {
  const pages = paginate(rows(40, 9));
  expect(pages.flat()).toHaveLength(40);
});

it('a row taller than a page is divided between its lines, and no line is lost or left alone', () => {
  const pages = paginate([...rows(1, 1), row(231)]);
  const parts = pages
    .flat()
    .slice(1)
    .map(({ row: part }) => part.cells[0]?.length ?? 0);
  expect(parts.reduce((sum, lines) => sum + lines, 0)).toBe(231);
  expect(Math.min(...parts)).toBeGreaterThan(1);
});

it('the head of a table returns on every page, as an artifact', () => {
  const head = heading();
  const pages = paginate([head, ...rows(80, 2).map((one) => ({ ...one, head }))]);
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages.slice(1)) expect(page[0]).toMatchObject({ row: head, artifact: true });
});

it('nothing reaches into the footer', () => {
  const placed = paginate([...rows(25, 3), heading(), row(150), ...rows(40, 7)]).flat();
  for (const { row: one, top } of placed)
    expect(top + heightOf(one)).toBeLessThanOrEqual(PAGE.height - PAGE.bottom);
});

function rows(count: number, lines: number): readonly Row[] {
  return Array.from({ length: count }, () => row(lines));
}

function row(count: number): Row {
  const line: Line = { text: 'word', style: STYLE.body, x: 0, gap: 0, element };
  return { cells: [Array.from({ length: count }, () => line)], above: 4, padding: 3 };
}

function heading(): Row {
  return { ...row(1), keepsWithNext: true };
}
