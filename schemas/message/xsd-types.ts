import type { MessageType } from './envelope.ts';
import { shapeOf, type RecordShape, type Shape } from './shape.ts';

/** The types that the XSDs of a set of messages share, each with its name. Whatever stands in one place only has none. */
export type SharedTypes = {
  nameOf(shape: Shape): string | undefined;
  readonly named: ReadonlyMap<string, Shape>;
};

/** Where a shape has been met first, as the names of the elements that lead to it, and in how many places. */
type Meeting = { readonly shape: Shape; readonly path: readonly string[]; places: number };

/**
 * Structurally equal shapes are one type, wherever they stand. What is within one is looked at once, so that a part of a
 * shared type is itself shared only if it has another place besides.
 */
export function sharedTypes(types: readonly MessageType[]): SharedTypes {
  const met = new Map<string, Meeting>();
  for (const { type, data } of types) meetParts(shapeOf(data), [type], met);
  const named = new Map<string, Shape>();
  const names = new Map<string, string>();
  for (const [key, { shape, path }] of [...met].filter(([, { places }]) => places > 1)) {
    const name = freeName(path, named);
    named.set(name, shape);
    names.set(key, name);
  }
  return { named, nameOf: (shape) => names.get(keyOf(shape)) };
}

function meet(shape: Shape, path: readonly string[], met: Map<string, Meeting>): void {
  if (isPlain(shape)) return;
  const key = keyOf(shape);
  const before = met.get(key);
  if (before !== undefined) before.places += 1;
  else {
    met.set(key, { shape, path, places: 1 });
    meetParts(shape, path, met);
  }
}

function meetParts(shape: Shape, path: readonly string[], met: Map<string, Meeting>): void {
  if (shape.kind === 'list') meet(shape.items, [...path, shape.entry], met);
  if (shape.kind !== 'record') return;
  for (const [name, member] of shape.members) meet(member, [...path, name], met);
}

/** Nothing that a name would make shorter. */
function isPlain(shape: Shape): boolean {
  return shape.kind === 'flag' || (shape.kind === 'record' && shape.members.size === 0);
}

/** All that the XSD says of a shape; what it is about is said where it stands. */
function keyOf(shape: Shape): string {
  if (shape.kind === 'record') return `{${[...membersOf(shape)].join(',')}}${shape.isChoice ? '|' : ''}`;
  const { about: _, ...rest } = shape;
  if (shape.kind !== 'list') return JSON.stringify({ ...rest, vocabulary: undefined });
  return `[${shape.entry} ${shape.min} ${shape.max} ${shape.items.about ?? ''} ${keyOf(shape.items)}]`;
}

function* membersOf({ members, required }: RecordShape): Generator<string> {
  for (const [name, member] of members) {
    yield `${name}${required.has(name) ? '' : '?'} ${JSON.stringify(member.about)} ${keyOf(member)}`;
  }
}

/** As few of the names that lead to it as tell it from the others: `Comment`, `AnswerComment`, … */
function freeName(path: readonly string[], taken: ReadonlyMap<string, Shape>): string {
  for (let from = path.length - 1; from >= 0; from -= 1) {
    const name = path.slice(from).map(capitalized).join('');
    if (!taken.has(name)) return name;
  }
  return `${path.map(capitalized).join('')}${taken.size}`;
}

function capitalized(name: string): string {
  return name
    .split('.')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}
