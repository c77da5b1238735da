import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { isRecord } from '../../../schemas/message/explain.ts';

/** A small wrong in a right value; what it turns a text into is text again, so that XML can say it too. */
export type Mutation = { readonly at: number; readonly how: number; readonly piece: string };

const pieces = [
  '', ' ', 'x', 'zz9', '-', '=', '2023-02-29', '2024-02-29', '2023-13-01', '12345678901234567890', '-1', '1.5',
  '2026-11-20T24:00:00Z', '2026-11-20T10:00:00+01:00', '0000-01-01', 'TRUE', 'ﬀ', '\u{FFFD}', '\u{1F600}', 'a\nb', '\u{85}', '\u{202E}',
  '\u{AD}', '\u{200B}\u{2800}', '\u{3164}', 'a\u{2028}b', 'a\u{2067}b', '\u{FE0F}', 'a\u{AD}\u{200D}', 'a\tb', '\u{FDD0}',
  'y'.repeat(50), '\u{1F600}'.repeat(39), '\u{3000}a', '\u{FEFF}a',
]; // prettier-ignore

export const mutations: Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({ at: fc.nat(200), how: fc.nat(5), piece: fc.constantFrom(...pieces) }),
  { maxLength: 2 },
);

export function mutated(value: unknown, mutation: Mutation): unknown {
  const total = { nodes: 0 };
  walk(value, total, () => undefined);
  const target = total.nodes === 0 ? 0 : mutation.at % total.nodes;
  const reached = { nodes: 0 };
  return walk(value, reached, (node, index) => (index === target ? changed(node, mutation) : undefined));
}

type Visit = (node: unknown, index: number) => { readonly value: unknown } | undefined;

function walk(node: unknown, count: { nodes: number }, visit: Visit): unknown {
  const replaced = visit(node, count.nodes);
  count.nodes += 1;
  if (replaced !== undefined) return replaced.value;
  if (Array.isArray(node)) return node.map((entry) => walk(entry, count, visit));
  if (!isRecord(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, walk(member, count, visit)]));
}

function changed(node: unknown, { how, piece }: Mutation): { readonly value: unknown } {
  if (typeof node === 'string') return { value: how < 4 ? piece : node + piece };
  if (typeof node === 'number') return { value: [node + 2 ** 31, node - 2 ** 33, -0, 1, 2 ** 53, 0][how] };
  if (typeof node === 'boolean') return { value: !node };
  if (Array.isArray(node)) return { value: how < 3 ? node.slice(1) : [...node, ...node, ...node] };
  return { value: isRecord(node) ? changedRecord(node, how) : node };
}

function changedRecord(node: Readonly<Record<string, unknown>>, how: number): unknown {
  const members = Object.entries(node);
  if (how === 0) return { ...node, stranger: 'x' };
  if (how === 1) return { ...node, stranger: { inner: ['x'] } };
  return Object.fromEntries(how < 4 ? members.slice(1) : members.toReversed());
}
