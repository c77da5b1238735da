import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { create } from 'xmlbuilder2';
import { compileCodecs } from '../adapters/codecs/codecs.ts';
import { compileBook } from '../schemas/message/book.ts';
import { SAMPLES, typicalSend } from '../schemas/message/sample.ts';

/** Microseconds a message of about 4 KB for reading and writing, beside the usual libraries, interleaved in one run. */

const ROUNDS = 7;
const REPETITIONS = 2_000;

const book = compileBook(SAMPLES);
const codecs = compileCodecs(book);
const message = typicalSend();
const xml = codecs.encode(message, 'xml');
const json = codecs.encode(message, 'json');
const text = new TextDecoder().decode(xml);
const fastXmlParser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });

const contestants: Readonly<Record<string, () => unknown>> = {
  'decode XML: parse, validate, digest': () => codecs.decode(xml, 'application/xml'),
  'decode JSON: scan, parse, validate, digest': () => codecs.decode(json, 'application/json'),
  'encode XML': () => codecs.encode(message, 'xml'),
  'encode JSON': () => codecs.encode(message, 'json'),
  'validate alone': () => book.validate(message),
  'fast-xml-parser: its validator and parse alone': () => [
    XMLValidator.validate(text),
    fastXmlParser.parse(text),
  ],
  'xmlbuilder2: write alone': () => create({ 'sample.send': message.data }).end(),
};

/** CPU time of the process, which neighbours on the machine disturb less than the clock. */
function microsecondsEach(run: () => unknown): number {
  const before = process.cpuUsage();
  for (let count = 0; count < REPETITIONS; count += 1) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / REPETITIONS;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const measured = new Map(Object.keys(contestants).map((name): [string, number[]] => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, run] of Object.entries(contestants)) measured.get(name)?.push(microsecondsEach(run));
}

process.stdout.write(
  `XML ${xml.byteLength} bytes, JSON ${json.byteLength} bytes; median of ${ROUNDS} rounds\n`,
);
for (const [name, values] of measured) {
  process.stdout.write(`${median(values).toFixed(1).padStart(8)} µs  ${name}\n`);
}
