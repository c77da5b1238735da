import { visit, type JSONVisitor } from 'jsonc-parser';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { parsed } from '../../hub/json.ts';
import { isRecord, MOST_PROBLEMS } from '../../schemas/message/explain.ts';
import { problemsOfTexts } from '../../schemas/message/unseen.ts';
import { scanJson } from './json-scan.ts';
import type { Limits } from './limits.ts';
import { broken, codeAt, positioned, type Reading } from './reading.ts';

/** Reads the CloudEvents structured JSON form. */
export function readJson(text: string, limits: Limits): Reading {
  const scan = scanJson(text, limits);
  if (scan.fault !== undefined) return broken(scan.fault);
  const value = parsed(text);
  if (value === undefined) return broken(malformed(text));
  if (!isRecord(value)) return broken(fault('ENVELOPE_INVALID', '', { problem: 'a record is expected' }));
  const candidate = scan.hasNegative ? withoutNegativeZero(value) : value;
  return { candidate, faults: [...scan.inexact, ...halvesIn(text, value)], isBroken: false };
}

/** UTF-8 has none; an escape such as `\ud800` still makes half of a surrogate pair (RFC 8259, 8.2; RFC 7493, 2.1). */
function halvesIn(text: string, value: unknown): readonly Fault[] {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return [];
  return problemsOfTexts(value, (given) => !given.isWellFormed())
    .slice(0, MOST_PROBLEMS)
    .map(({ path, problem }) => fault(codeAt(path), path, { problem }));
}

/** -0 is 0 in the canonical form (RFC 8785, 3.2.2.3) and in XML. */
function withoutNegativeZero(value: Reading['candidate']): Reading['candidate'] {
  const again: unknown = JSON.parse(JSON.stringify(value));
  return isRecord(again) ? again : value;
}

/** V8's own message quotes the text, which may be personal data; so the place is looked up a second time. */
export function malformed(text: string): Fault {
  const places: string[] = [];
  const onError: NonNullable<JSONVisitor['onError']> = (...[, , , line, column]) => {
    if (places.length === 0) places.push(positioned('unexpected text', line + 1, column + 1));
  };
  visit(text, { onError }, { disallowComments: true });
  return fault('JSON_MALFORMED', '', { problem: places[0] ?? 'unexpected text' });
}
