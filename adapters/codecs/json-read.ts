import { visit, type JSONVisitor } from 'jsonc-parser';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { isRecord } from '../../schemas/message/explain.ts';
import { canonicalOf } from './canonical.ts';
import { scanJson } from './json-scan.ts';
import type { Limits } from './limits.ts';
import { broken, positioned, type Reading } from './reading.ts';

/** Reads the CloudEvents structured JSON form. */
export function readJson(text: string, limits: Limits): Reading {
  const scan = scanJson(text, limits);
  if (scan.fault !== undefined) return broken(scan.fault);
  const value = parsed(text);
  if (value === undefined) return broken(malformed(text));
  if (!isRecord(value)) return broken(fault('ENVELOPE_INVALID', '', { problem: 'a record is expected' }));
  return { candidate: scan.hasNegative ? withoutNegativeZero(value) : value, faults: [], isBroken: false };
}

/** -0 is 0 in the canonical form (RFC 8785, 3.2.2.3) and in XML. */
function withoutNegativeZero(value: Reading['candidate']): Reading['candidate'] {
  const again: unknown = JSON.parse(canonicalOf(value));
  return isRecord(again) ? again : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** V8's own message quotes the text, which may be personal data; so the place is looked up a second time. */
function malformed(text: string): Fault {
  const places: string[] = [];
  const onError: NonNullable<JSONVisitor['onError']> = (...[, , , line, column]) => {
    if (places.length === 0) places.push(positioned('unexpected text', line + 1, column + 1));
  };
  visit(text, { onError }, { disallowComments: true });
  return fault('JSON_MALFORMED', '', { problem: places[0] ?? 'unexpected text' });
}
