import { describe, expect, test } from 'vitest';
import {
  AMQP_REPLIES, CLIENT_TEXTS, ERROR_NAMES, SOCKET_CODES, SQLSTATES,
} from './fault-table.ts'; // prettier-ignore
import { hubFault, isLineLost, isOutage, outcomeOf } from './faults.ts';

/** Every class of PostgreSQL 17, appendix A, in its order. */
const APPENDIX_A = [
  '00', '01', '02', '03', '08', '09', '0A', '0B', '0F', '0L', '0P', '0Z', '10', '20', '21', '22', '23', '24', '25', '26', '27',
  '28', '2B', '2D', '2F', '34', '38', '39', '3B', '3D', '3F', '40', '42', '44', '53', '54', '55', '57', '58', '72', 'F0', 'HV',
  'P0', 'XX',
]; // prettier-ignore

function coded(code: string | number): Error {
  return Object.assign(new Error('as the test wants it'), { code });
}

describe('the table', () => {
  test('says of every class of SQLSTATE what becomes of the work', () => {
    const classes = new Set(SQLSTATES.map(([code]) => code));
    expect(APPENDIX_A.filter((one) => !classes.has(one))).toEqual([]);
  });

  test('names nothing twice', () => {
    for (const rows of [SQLSTATES, CLIENT_TEXTS, SOCKET_CODES, AMQP_REPLIES, ERROR_NAMES])
      expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length);
  });

  test('is what is followed, row by row', () => {
    for (const [code, outcome] of SQLSTATES) expect([code, outcomeOf(coded(code.padEnd(5, '0')))]).toEqual([code, outcomeAt(code, outcome)]);
    for (const [code, outcome] of SOCKET_CODES) expect([code, outcomeOf(coded(code))]).toEqual([code, outcome]);
    for (const [code, outcome] of AMQP_REPLIES) expect([code, outcomeOf(coded(Number(code)))]).toEqual([code, outcome]);
    for (const [text, outcome] of CLIENT_TEXTS) expect([text, outcomeOf(new Error(text))]).toEqual([text, outcome]);
  }); // prettier-ignore
});

/** A class is tried by its first code, which may have a row of its own. */
function outcomeAt(code: string, outcome: string): string {
  const own = SQLSTATES.find(([one]) => one === code.padEnd(5, '0'));
  return own?.[1] ?? outcome;
}

test.each(['25006', '57014', '55P03', '25P03', '58030', '53100', '40P01', '57P01', '08006', '0A000', '26000', 'XX000', '42P01', '42501', '72000', 'ZZ999'])(
  'SQLSTATE %s buries nobody’s message',
  (code) => expect(isOutage(coded(code))).toBe(true),
); // prettier-ignore

test.each(['22P02', '22021', '23505', '23503', '54000', 'P0001'])(
  'SQLSTATE %s is said of this very message, which goes aside',
  (code) => expect(isOutage(coded(code))).toBe(false),
);

test('a bug is no outage', () => {
  for (const bug of [
    new TypeError('x'),
    new RangeError('x'),
    new Error('x'),
    coded('ERR_INVALID_ARG_TYPE'),
    'x',
  ])
    expect(isOutage(bug)).toBe(false);
  expect(isOutage(hubFault('REPORT_FAILED', 'x'))).toBe(false);
  expect(isOutage(hubFault('STORE_UNAVAILABLE', 'x'))).toBe(true);
});

test('a socket error that nobody has thought of is passing all the same', () => {
  expect(outcomeOf(coded('EUNHEARDOF'))).toBe('passing');
  expect(outcomeOf(coded(599))).toBe('passing');
});

test('a line on which nobody answers is given up, one on which a statement was refused is not', () => {
  const lost = [new Error('Query read timeout'), coded('ECONNRESET'), coded('57P01'), coded('0A000'), coded('25006')];
  expect(lost.filter((error) => !isLineLost(error))).toEqual([]);
  const kept = [coded('57014'), coded('23505'), new TypeError('x'), hubFault('CONFIGURATION', 'x')];
  expect(kept.filter(isLineLost)).toEqual([]);
}); // prettier-ignore
