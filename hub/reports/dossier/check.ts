import { hash } from 'node:crypto';
import type { Message } from '../../../domain/kernel/message.ts';
import { isRecord } from '../../../schemas/message/explain.ts';
import { isReceipt } from '../../../schemas/receipt.ts';
import { receiptDigest } from '../../evidence/receipt-digest.ts';
import { verifyInclusion } from '../../evidence/inclusion.ts';
import { brokenAt, type ShownRecord } from '../../evidence/verify-chain.ts';
import { parsed } from '../../json.ts';
import type { Codec } from '../../ports/messages.ts';
import {
  CHAIN,
  INDEX,
  isDossierChain,
  isDossierIndex,
  type About,
  type DossierChain,
  type DossierIndex,
} from '../../../schemas/dossier.ts';

/** What a file of a dossier can turn out to be, apart from its signature. */
export type DossierProblem =
  | 'INDEX_ODD'
  | 'FILE_NOT_LISTED'
  | 'LISTED_FILE_MISSING'
  | 'LISTED_DIGEST_DIFFERS'
  | 'CHAIN_ODD'
  | 'CHAIN_BROKEN'
  | 'RECORD_DIFFERS'
  | 'MESSAGE_ODD'
  | 'MESSAGE_DIFFERS'
  | 'ROOT_NOT_PROVEN';

/** One file, what the dossier says it is, and what is wrong with it. */
export type Checked = {
  readonly name: string;
  readonly about: About;
  readonly bytes: Uint8Array;
  readonly problem?: DossierProblem;
  /** The message in it, when it is one. */
  readonly message?: Message;
};

export type CheckedDossier =
  | { readonly index: DossierIndex; readonly files: readonly Checked[]; readonly missing: readonly string[] }
  | { readonly problem: DossierProblem };

type Contained = { readonly name: string; readonly bytes: Uint8Array };
type Reading = Pick<Codec, 'canonical' | 'digest'> & {
  /** A message out of strange hands; nothing when it is none. */
  readonly readMessage: (bytes: Uint8Array) => Message | undefined;
};

/**
 * Whether the files of a dossier bear each other out: the index the files, the chain its records, the records the receipts
 * and messages, the roots the chain. By the files alone; what the signatures are worth is judged apart.
 */
export function checkDossier(files: readonly Contained[], reading: Reading): CheckedDossier {
  const index = readJson(
    files.find(({ name }) => name === INDEX),
    isDossierIndex,
  );
  if (index === undefined) return { problem: 'INDEX_ODD' };
  const chain = readJson(
    files.find(({ name }) => name === CHAIN),
    isDossierChain,
  );
  const world = {
    ...worldOf(index, chain, reading),
    files: new Map(files.map(({ name, bytes }) => [name, bytes])),
  };
  const listed = new Map(index.files.map((file) => [file.name, file]));
  const there = new Set(files.map(({ name }) => name));
  const checked = files
    .filter(({ name }) => name !== INDEX)
    .map((file): Checked => {
      const entry = listed.get(file.name);
      if (entry === undefined) return { ...file, about: { role: 'case' }, problem: 'FILE_NOT_LISTED' };
      const { about, sha256 } = entry;
      if (hash('sha256', file.bytes, 'hex') !== sha256)
        return { ...file, about, problem: 'LISTED_DIGEST_DIFFERS' };
      return { ...file, about, ...checkFile(file, about, world) };
    });
  return { index, files: checked, missing: [...listed.keys()].filter((name) => !there.has(name)) };
}

type World = {
  readonly index: DossierIndex;
  readonly reading: Reading;
  readonly records: ReadonlyMap<number, ShownRecord>;
  readonly chainProblem?: DossierProblem;
  readonly files: ReadonlyMap<string, Uint8Array>;
};

function worldOf(
  index: DossierIndex,
  chain: DossierChain | undefined,
  reading: Reading,
): Omit<World, 'files'> {
  const records = new Map((chain?.records ?? []).map((record) => [record.seq, record]));
  const bare = { index, reading, records };
  if (chain === undefined || chain.chain !== index.case || chain.records.length === 0)
    return { ...bare, chainProblem: 'CHAIN_ODD' };
  const broken = brokenAt(chain.chain, chain.records, reading.canonical);
  return broken === undefined ? bare : { ...bare, chainProblem: 'CHAIN_BROKEN' };
}

type Found = { readonly problem?: DossierProblem; readonly message?: Message };

function checkFile({ bytes }: Contained, about: About, world: World): Found {
  if (about.role === 'chain of evidence')
    return world.chainProblem === undefined ? {} : { problem: world.chainProblem };
  if (about.role === 'root of evidence') return checkRoot(bytes, about, world);
  if (about.role === 'receipt') return checkReceipt(bytes, about, world);
  if (about.role === 'message sent') return checkSent(bytes, about, world);
  return about.role === 'message received' ? checkReceived(bytes, about, world) : {};
}

function checkRoot(
  bytes: Uint8Array,
  about: Extract<About, { readonly role: 'root of evidence' }>,
  { index, records }: World,
): Found {
  const { leaf, proof, index: place, size } = about;
  const statement = new TextDecoder().decode(bytes);
  const proven = 'statement' in verifyInclusion({ statement, leaf, index: place, size, proof });
  const isOurs = leaf.chain === index.case && records.get(leaf.seq)?.hash === leaf.hash;
  return proven && isOurs ? {} : { problem: 'ROOT_NOT_PROVEN' };
}

/** A receipt names its record, and the record knows the receipt. */
function checkReceipt(
  bytes: Uint8Array,
  { record: seq }: { readonly record: number },
  { index, records, reading }: World,
): Found {
  const message = reading.readMessage(bytes);
  if (message === undefined || !isReceipt(message.data)) return { problem: 'MESSAGE_ODD' };
  const { evidence } = message.data;
  const record = records.get(seq);
  const isNamed = evidence?.chain === index.case && evidence.seq === seq && evidence.hash === record?.hash;
  const isKnown = digestIn(record) === receiptDigest(reading, message.id, message.data);
  return isNamed && isKnown ? { message } : { message, problem: 'RECORD_DIFFERS' };
}

/** What was sent is what its receipt answers. */
function checkSent(
  bytes: Uint8Array,
  about: Extract<About, { readonly role: 'message sent' }>,
  { reading, files }: World,
): Found {
  const message = reading.readMessage(bytes);
  const answer = reading.readMessage(files.get(about.receipt) ?? new Uint8Array());
  if (message === undefined) return { problem: 'MESSAGE_ODD' };
  const isAnswered = answer !== undefined && isReceipt(answer.data) && answer.data.digest === about.digest;
  const isSame = digestOf(message, reading) === about.digest;
  return isSame && isAnswered ? { message } : { message, problem: 'MESSAGE_DIFFERS' };
}

/** What was received is what the record of its delivery says, where there is one. */
function checkReceived(
  bytes: Uint8Array,
  { digest, record }: Extract<About, { readonly role: 'message received' }>,
  { reading, records }: World,
): Found {
  const message = reading.readMessage(bytes);
  if (message === undefined) return { problem: 'MESSAGE_ODD' };
  if (digestOf(message, reading) !== digest) return { message, problem: 'MESSAGE_DIFFERS' };
  const isKnown = record === undefined || digestIn(records.get(record)) === digest;
  return isKnown ? { message } : { message, problem: 'RECORD_DIFFERS' };
}

function digestOf({ signature: _signature, ...unsigned }: Message, reading: Reading): string {
  return reading.digest(unsigned);
}

/** The digest of the content that a record testifies to, where its body is shown. */
function digestIn(record: ShownRecord | undefined): string | undefined {
  const info = memberOf(parsed(record?.body ?? ''), 'userContentInfo');
  const digest = memberOf(info, 'digestValue');
  return typeof digest === 'string' ? digest : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function readJson<T>(file: Contained | undefined, is: (value: unknown) => value is T): T | undefined {
  const value = parsed(new TextDecoder().decode(file?.bytes));
  return is(value) ? value : undefined;
}
