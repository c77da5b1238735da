import { afterAll, afterEach, expect } from 'vitest';
import type { Traffic } from '../../connector/system.ts';
import { openJudges, type Folder, type Judges } from '../contract/judges.ts';
import { publishedFolder } from '../contract/published.ts';
import { judgedByPython, python } from '../contract/python.ts';
import { WITH_ECHO } from './echo.ts';

/**
 * Every message that leaves the hub in a walk is held against the published schema by programs that are not ours: libxml2 and
 * ajv at once, and jsonschema in Python, where that is at hand, after the last test.
 */
type Contract = { readonly folder: Folder; readonly judges: Judges };

const wrong: string[] = [];
const inJson: string[] = [];
let contract: Contract | undefined;

/** Read when the first message has come: not every walk has one. */
function published(): Contract {
  if (contract === undefined) {
    const folder = publishedFolder(WITH_ECHO);
    contract = { folder, judges: openJudges(folder) };
  }
  return contract;
}

export function holdOutgoing({ direction, format, bytes, message }: Traffic): void {
  if (direction !== 'received') return;
  const text = Buffer.from(bytes).toString();
  const fault = published().judges[format](text);
  if (fault !== undefined) wrong.push(`${message?.type ?? ''} in ${format}: ${fault}`);
  if (format === 'json') inJson.push(text);
}

/** Fails the test in which something left that is against its schema. */
export function useOutgoing(): void {
  afterEach(() => expect(wrong.splice(0)).toEqual([]));
  afterAll(() => {
    if (inJson.length === 0 || python() === undefined) return;
    const faults = judgedByPython(published().folder, inJson.splice(0));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
}
