import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalOf, digestOf } from '../../adapters/codecs/canonical.ts';
import { leafHash, rootOf } from './merkle.ts';
import { leafOf, NOTHING, readStatement, stateRoot, statementDigest } from './statement.ts';

const AT = '2026-11-21T09:30:00.000Z';
const HEADS = [
  { chain: 'REQ-2026-0000001', seq: 4, hash: 'ab'.repeat(32) },
  { chain: 'system/de-anerkennung', seq: 1, hash: 'cd'.repeat(32) },
];
const first = stateRoot(HEADS, { before: { number: 0 }, at: AT });

describe('what is stated of new heads', () => {
  it('is their root, their number, the time, and that nothing was before the first', () => {
    const root = rootOf(HEADS.map(leafOf)).toString('hex');
    const said = { algorithm: 'RFC9162-SHA256', at: AT, number: 1, previous: NOTHING, root, size: 2 };
    expect(JSON.parse(first.statement)).toEqual(said);
    expect(first.statement).toBe(canonicalOf(said));
  });

  it('names the statement before by its digest', () => {
    const second = stateRoot(HEADS, { before: first, at: AT });
    expect(readStatement(second.statement)).toMatchObject({ number: 2, previous: digestOf(first.statement) });
    expect(statementDigest(first.statement)).toBe(digestOf(first.statement));
  });

  it('has leaves of canonical JSON, whatever a chain is called', () => {
    const any = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(any, fc.nat(), (chain, seq) => {
        const head = { chain, seq, hash: 'ef'.repeat(32) };
        expect(leafOf(head)).toEqual(leafHash(canonicalOf(head)));
      }),
    );
  });
});

describe('a statement out of strange hands', () => {
  it('is read as it was written', () => {
    expect(readStatement(first.statement)).toEqual(JSON.parse(first.statement));
  });

  const said: Readonly<Record<string, unknown>> = JSON.parse(first.statement);
  it.each([
    ['nothing', ''],
    ['no JSON', '{"algorithm":'],
    ['no record', '[]'],
    ['null', 'null'],
    ['space', first.statement.replace(',', ', ')],
    ['another order', JSON.stringify({ size: 2, ...said })],
    ['more than there is', canonicalOf({ ...said, zeal: 1 })],
    ['less', canonicalOf({ ...said, size: undefined })],
    ['another algorithm', canonicalOf({ ...said, algorithm: 'RFC9162-MD5' })],
    ['number 0', canonicalOf({ ...said, number: 0 })],
    ['half a number', canonicalOf({ ...said, number: 1.5 })],
    ['a number as text', canonicalOf({ ...said, number: '1' })],
    ['no heads', canonicalOf({ ...said, size: 0 })],
    ['a root in capitals', canonicalOf({ ...said, root: 'AB'.repeat(32) })],
    ['a short digest', canonicalOf({ ...said, previous: '00' })],
    ['no instant', canonicalOf({ ...said, at: 'today' })],
    ['an instant of another form', canonicalOf({ ...said, at: '2026-11-21' })],
    ['a member twice', first.statement.replace('{', '{"at":"x",')],
    ['no end', '['.repeat(100_000)],
  ])('with %s is none', (_, text) => {
    expect(readStatement(text)).toBeUndefined();
  });

  it('with any letter changed is none, or says the other thing in the canonical form', () => {
    const place = fc.nat(first.statement.length - 1);
    fc.assert(
      fc.property(place, fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
        const text = first.statement.slice(0, at) + letter + first.statement.slice(at + 1);
        const read = readStatement(text);
        expect(read === undefined ? text : canonicalOf(read)).toBe(text);
      }),
    );
  });
});
