import * as fc from 'fast-check';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { looseBody, PLAIN } from '../../adapters/codecs/testing/loose-writer.ts';
import { mutated, mutations } from '../../adapters/codecs/testing/mutate.ts';
import type { Message } from '../../domain/kernel/message.ts';
import { makeBook } from '../../schemas/catalogue.ts';
import { shapeOf } from '../../schemas/message/shape.ts';
import { examples } from '../../scripts/generate/examples.ts';

/** A message with something changed, in both forms; what only one form can say has another text in the other. */
export type Mutant = { readonly type: string; readonly json: string; readonly xml: string };

const book = makeBook();
const codecs = compileCodecs(book);

/** The same mutants for the same seed: `each` of data and as many of the envelope and of the forms for every message type. */
export function mutantsOf(each: number, seed: number): readonly Mutant[] {
  return examples().flatMap(({ type, right }, index) => {
    const data = fc.sample(mutations, { numRuns: each, seed: seed + index });
    const changes = data.map((several) => inData(right, several.reduce<unknown>(mutated, right.data)));
    return [
      ...changes,
      ...envelopes(right, { each, turn: index * each }),
      ...forms(right, { each, turn: index * each }),
    ].map((mutant) => ({ type, ...mutant }));
  });
}

type Forms = Omit<Mutant, 'type'>;

/** By a lenient writer, since ours writes only what is right. */
function inData(message: Message, data: unknown): Forms {
  const shape = shapeOf(book.types.get(message.type)?.type.data ?? {});
  const body = looseBody({ name: message.type, value: data, shape }, PLAIN);
  const xml = xmlOf(message).replace(/<[A-Za-z.]+ xmlns="urn:imi-hub:message[^]*$/, () => `${body}</StandardBusinessDocument>`); // prettier-ignore
  return { json: JSON.stringify({ ...message, data }), xml };
}

function xmlOf(message: Message): string {
  return new TextDecoder().decode(codecs.encode(message, 'xml'));
}

type Turn = { readonly each: number; readonly turn: number };

const ATTRIBUTES: readonly Readonly<Record<string, unknown>>[] = [
  { id: '' }, { id: 'x'.repeat(129) }, { id: 'with blank' }, { id: 'ä' }, { time: '2026-02-30T09:30:00Z' },
  { time: '2026-11-20T09:30:00+01:00' }, { time: '0999-01-01T00:00:00Z' }, { time: '2026-11-20T24:00:00Z' }, { authority: '' },
  { authority: 'x'.repeat(65) }, { authority: '-' }, { authority: '\u{FF21}' }, { caseversion: -1 }, { caseversion: 2_147_483_648 },
  { caseversion: 0 }, { caseversion: 1.5 }, { caseversion: 'abc' }, { caseversion: '' }, { subject: '' }, { subject: 'REQ 1' },
  { subject: 'REQ-2026-000009' }, { source: 'urn:imi-hub:system:' }, { source: 'urn:other' }, { source: 'urn:imi-hub' },
  { source: 'urn:imi-hub:system:a' }, { receiver: 'urn:imi-hub:system:ÿ' }, { receiver: 'urn:imi-hub' },
  { receiver: 'urn:imi-hub:system:b' }, { signature: '' }, { signature: '=' }, { signature: 'TUlJ' }, { signature: 'TU lJ' },
  { signature: 'A'.repeat(21_849) }, { duplicate: 'DUPLICATE_SAME' }, { duplicate: 'YES' }, { type: 'request.steal' },
]; // prettier-ignore

function envelopes(right: Message, { each, turn }: Turn): readonly Forms[] {
  return Array.from({ length: each }, (_, index) => {
    const changed = { ...right, ...ATTRIBUTES[(turn + index) % ATTRIBUTES.length] };
    // The writer of the body is chosen by the type.
    const xml = xmlOf({ ...changed, type: right.type });
    return {
      json: JSON.stringify(changed),
      xml: changed.type === right.type ? xml : xml.replace(`<Type>${right.type}<`, `<Type>${changed.type}<`),
    };
  });
}

/** What only the one form can say, as a change of its text. */
const OF_JSON: readonly ((text: string) => string)[] = [
  (text) => text.replace('"caseversion":', '"caseversion":0.'),
  (text) => text.replace(/"caseversion":(\d+)/, '"caseversion":$1.0'),
  (text) => text.replace(/"caseversion":(\d+)/, '"caseversion":$1e0'),
  (text) => text.replace(/"caseversion":(\d+)/, '"caseversion":$1.00000000000000000000001'),
  (text) => text.replace('"specversion"', '"specversion":"1.0","specversion"'),
  (text) => text.replace('"authority":"', '"authority":"\\ud800'),
  (text) => text.replace('"data":', '"stranger":null,"data":'),
  (text) => text.replace('"id":"', '"id":"\\u0000'),
  (text) => text.replace(/"data":.*\}/, '"data":null}'),
  (text) => text.replace('"time"', '"Time"'),
  (text) => text.replace('{', '[{').concat(']'),
  (text) => text.replaceAll('":', '" :\r\n\t'),
];
const OF_XML: readonly ((text: string) => string)[] = [
  (text) => text.replace('xmlns="urn:imi-hub:message:1.0"', 'xmlns="urn:imi-hub:message:1.0 "'),
  (text) => text.replace('<HeaderVersion>', '<HeaderVersion> '),
  (text) => text.replace(/<Sender>.*?<\/Sender>/, ''),
  (text) => text.replace(/<Scope>.*?<\/Scope>/, '$&$&'),
  (text) => text.replace('<Scope>', '<Scope at="1">'),
  (text) => text.replace('>AUTHORITY<', '>AUTHOR<'),
  (text) => text.replace('>CASE_VERSION<', '>SIGNATURE<'),
  (text) => text.replace('Authority="urn:imi-hub"', 'Authority="urn:imi-hub "'),
  (text) => text.replace('<TypeVersion>1.0', '<TypeVersion>1.1'),
  (text) => text.replaceAll('><', '>\n<').replaceAll(/<([\w.]+)([^>]*)>\n<\/\1>/g, '<$1$2></$1>'),
  (text) => text.replace('<CreationDateAndTime>', '<CreationDateAndTime>\t'),
  (text) => text.replace('</StandardBusinessDocument>', '<a/></StandardBusinessDocument>'),
];

function forms(right: Message, { each, turn }: Turn): readonly Forms[] {
  return Array.from({ length: each }, (_, index) => ({
    json: OF_JSON[(turn + index) % OF_JSON.length]?.(JSON.stringify(right)) ?? '',
    xml: OF_XML[(turn + index) % OF_XML.length]?.(xmlOf(right)) ?? '',
  }));
}
