import { isRecord } from '../../../schemas/message/explain.ts';
import { MESSAGE_NAMESPACE } from '../../../schemas/message/names.ts';
import type { Shape } from '../../../schemas/message/shape.ts';

/** Ways in which XML may look different and mean the same. */
export type Look = {
  readonly prefix: string;
  readonly gap: string;
  readonly isCdata: boolean;
  readonly isReversed: boolean;
};

export const PLAIN: Look = { prefix: '', gap: '', isCdata: false, isReversed: false };

/** Writes any JSON value as XML, right or wrong: another writer than the one under test, and a lenient one. */
export function looseBody(
  place: { readonly name: string; readonly value: unknown; readonly shape: Shape },
  look: Look,
): string {
  const { prefix } = look;
  const binding = prefix === '' ? `xmlns="${MESSAGE_NAMESPACE}"` : `xmlns:${prefix}="${MESSAGE_NAMESPACE}"`;
  const written = element(place, look);
  const tag = prefixed(place.name, look);
  return written.replace(`<${tag}`, `<${tag} ${binding}`);
}

function prefixed(name: string, { prefix }: Look): string {
  return prefix === '' ? name : `${prefix}:${name}`;
}

type Loose = { readonly name: string; readonly value: unknown; readonly shape: Shape | undefined };

function element({ name, value, shape }: Loose, look: Look): string {
  const tag = prefixed(name, look);
  return `<${tag}>${content(value, shape, look)}</${tag}>`;
}

function content(value: unknown, shape: Shape | undefined, look: Look): string {
  if (Array.isArray(value))
    return children(
      value.map((entry: unknown) => entryOf(entry, shape)),
      look,
    );
  if (!isRecord(value)) return scalar(String(value), shape, look);
  const members = shape?.kind === 'record' ? shape.members : undefined;
  const written = Object.entries(value).map(([name, member]) => ({
    name,
    value: member,
    shape: members?.get(name),
  }));
  return children(look.isReversed ? written.toReversed() : written, look);
}

function entryOf(value: unknown, shape: Shape | undefined): Loose {
  return shape?.kind === 'list'
    ? { name: shape.entry, value, shape: shape.items }
    : { name: 'x', value, shape: undefined };
}

function children(members: readonly Loose[], look: Look): string {
  if (members.length === 0) return '';
  return look.gap + members.map((member) => element(member, look) + look.gap).join('');
}

function scalar(text: string, shape: Shape | undefined, look: Look): string {
  const isPlain = shape === undefined || (shape.kind === 'text' && shape.form === 'plain');
  const blank = isPlain || look.gap === '' ? '' : ' ';
  if (look.isCdata) return blank + `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` + blank;
  return blank + text.replaceAll('&', '&#38;').replaceAll('<', '&lt;').replaceAll('>', '&#x3E;') + blank;
}
