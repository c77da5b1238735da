import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { MOST_PROBLEMS, shown } from '../../schemas/message/explain.ts';
import type { Limits } from './limits.ts';
import { codeAt, tooComplex, tooDeep } from './reading.ts';

/**
 * Looks through JSON text for what `JSON.parse` passes over in silence: names that stand twice in one object (RFC 8259
 * leaves their meaning open, RFC 7493 forbids them), and nesting or numbers of parts that would cost too much. It does not
 * judge the grammar; `JSON.parse` does that afterwards.
 */
export type JsonScan = {
  readonly fault: Fault | undefined;
  /** Some number begins with a minus: perhaps it is -0, which RFC 8785 writes as 0. */
  readonly hasNegative: boolean;
  /** Numbers that `JSON.parse` would round to a whole one, such as 0.99999999999999999999. */
  readonly inexact: readonly Fault[];
};

/** An object or list that is open: the names seen in it, and where in it we are. */
type Frame = { readonly names: Set<string> | undefined; at: string | number; isNameNext: boolean };

type Scan = {
  readonly frames: Frame[];
  readonly inexact: Fault[];
  parts: number;
  fault: Fault | undefined;
  hasNegative: boolean;
};

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const LARGE_E = 0x45;
const SMALL_E = 0x65;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export function scanJson(text: string, limits: Limits): JsonScan {
  const scan: Scan = { frames: [], inexact: [], parts: 0, fault: undefined, hasNegative: false };
  for (let at = 0; at < text.length && scan.fault === undefined; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = passString(scan, text, at);
    else if (isWithinNumber(text, at, character)) at = passNumber(scan, text, at);
    else if (character === COMMA || character >= OPEN_LIST) passStructure(scan, character, limits);
    else if (character === MINUS) scan.hasNegative = true;
  }
  const { fault: found, hasNegative, inexact } = scan;
  return { fault: found, hasNegative, inexact };
}

/** A fraction or an exponent begins, which no number of ours needs; an `e` without a digit before it is in true or false. */
function isWithinNumber(text: string, at: number, character: number): boolean {
  if (character === POINT) return true;
  return (character === SMALL_E || character === LARGE_E) && isDigit(text.charCodeAt(at - 1));
}

/** Judges a number by its digits; returns the position of its last character. */
function passNumber(scan: Scan, text: string, within: number): number {
  let start = within;
  while (isDigit(text.charCodeAt(start - 1))) start -= 1;
  let end = within;
  while (isOfNumber(text.charCodeAt(end + 1))) end += 1;
  if (scan.inexact.length < MOST_PROBLEMS && isRounded(text.slice(start, end + 1))) {
    const path = pathTo(scan);
    scan.inexact.push(fault(codeAt(path), path, { problem: 'a whole number is expected' }));
  }
  return end;
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

function isOfNumber(character: number): boolean {
  return isDigit(character) || character === POINT || character === SMALL_E || character === LARGE_E ||
    character === MINUS || character === 0x2b; // prettier-ignore
}

/** Whether what is read is whole, and what is written is not. Signs make no difference. */
function isRounded(written: string): boolean {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  if (whole === '' || !Number.isInteger(Number(written))) return false;
  const digits = whole + fraction;
  let last = digits.length;
  while (last > 0 && digits.charCodeAt(last - 1) === 0x30) last -= 1;
  // Digits of which the last that is not 0 stands behind the point.
  return last > 0 && last > whole.length + Number(exponent);
}

function passStructure(scan: Scan, character: number, limits: Limits): void {
  if (character === COMMA) return nextPart(scan, limits);
  if (character === OPEN_OBJECT || character === OPEN_LIST) return open(scan, character, limits);
  if (character === CLOSE_OBJECT || character === CLOSE_LIST) scan.frames.pop();
}

function open(scan: Scan, character: number, limits: Limits): void {
  if (scan.frames.length >= limits.maxDepth) scan.fault = tooDeep(limits.maxDepth);
  const isObject = character === OPEN_OBJECT;
  scan.frames.push({ names: isObject ? new Set() : undefined, at: 0, isNameNext: isObject });
  count(scan, limits);
}

function nextPart(scan: Scan, limits: Limits): void {
  const frame = scan.frames.at(-1);
  if (frame === undefined) return;
  if (frame.names !== undefined) frame.isNameNext = true;
  else if (typeof frame.at === 'number') frame.at += 1;
  count(scan, limits);
}

function count(scan: Scan, limits: Limits): void {
  scan.parts += 1;
  if (scan.parts > limits.maxElements) scan.fault ??= tooComplex(limits.maxElements, 'members and entries');
}

/** Returns the position of the closing quote; the end of the text when there is none. */
function passString(scan: Scan, text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end === -1) return text.length;
  const frame = scan.frames.at(-1);
  if (frame?.isNameNext === true) passName(scan, frame, text.slice(start + 1, end));
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === 0x5c) before -= 1;
  return (at - before) % 2 === 0;
}

function passName(scan: Scan, frame: Frame, raw: string): void {
  const name = raw.includes('\\') ? unescaped(raw) : raw;
  frame.isNameNext = false;
  frame.at = name;
  if (frame.names?.has(name) === true) {
    const path = pathTo(scan);
    scan.fault = fault('JSON_DUPLICATE_NAME', path, { name: shown(name) });
  }
  frame.names?.add(name);
}

function pathTo({ frames }: Scan): string {
  return frames.map(({ at }) => `/${shown(String(at))}`).join('');
}

function unescaped(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
