import Type from 'typebox';
import { VARIABLES } from '../../adapters/config/config.ts';
import { code, page, table } from './markdown.ts';

const REQUIRED = new Set<string>(Type.Object(VARIABLES).required);

/** Every variable of the environment that the hub reads. */
export function configuration(): string {
  const rows = Object.entries(VARIABLES).map(([name, schema]) => row(name, { ...schema }));
  return page('Configuration', 'adapters/config/config.ts', [
    'Read once from the environment at start; a missing or odd value stops the start and names itself.',
    table(['variable', 'default', 'values', 'meaning'], rows),
  ]);
}

type Schema = Readonly<Record<string, unknown>>;

function row(name: string, schema: Schema): readonly string[] {
  return [code(name), usual(name, schema['default']), valuesOf(schema), wordsOf(schema['description'])];
}

function usual(name: string, value: unknown): string {
  if (value === undefined) return REQUIRED.has(name) ? '**required**' : 'none';
  return value === '' ? 'empty' : code(wordsOf(value));
}

function valuesOf({ anyOf, minimum, maximum, pattern }: Schema): string {
  if (Array.isArray(anyOf)) return anyOf.flatMap(literalOf).map(code).join(', ');
  if (minimum !== undefined && maximum !== undefined) return `${wordsOf(minimum)} to ${wordsOf(maximum)}`;
  return typeof pattern === 'string' ? code(pattern) : 'text';
}

function literalOf(schema: unknown): readonly string[] {
  return typeof schema === 'object' && schema !== null && 'const' in schema ? [wordsOf(schema.const)] : [];
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
