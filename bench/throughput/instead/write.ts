import { create } from 'xmlbuilder2';
import type { StoredCase, StoredEvent } from './database.ts';
import { MOVES, systemOf } from './rules.ts';
import type { Seal } from './seal.ts';

/** What came of a message: both messages out are made of this, again where it is repeated. */
export type Outcome = {
  readonly message: string;
  readonly system: string;
  readonly digest: string;
  readonly receivedAt: string;
  readonly faults: readonly string[];
  /** Absent where it was refused. */
  readonly case?: StoredCase;
  readonly event?: Pick<StoredEvent, 'seq' | 'type' | 'by' | 'data'>;
};

const HUB = 'urn:imi-hub';
const HEADER_SPACE = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
const BODY_SPACE = 'urn:imi-hub:message:1.0';

type Addressed = {
  readonly id: string;
  readonly type: string;
  readonly to: string;
  readonly file: StoredCase | undefined;
};

export function numberOf({ id }: Pick<StoredCase, 'id'>): string {
  return `REQ-${String(id).padStart(7, '0')}`;
}

export function idOfCase(number: string): number {
  return Number(number.replace('REQ-', ''));
}

function envelope({ id, type, to, file }: Addressed, body: object): object {
  const scopes = file === undefined ? [] : [
    { Type: 'CASE', InstanceIdentifier: numberOf(file) },
    { Type: 'CASE_VERSION', InstanceIdentifier: file.version },
  ]; // prettier-ignore
  return {
    StandardBusinessDocument: {
      '@xmlns': HEADER_SPACE,
      StandardBusinessDocumentHeader: {
        HeaderVersion: '1.0',
        Sender: { Identifier: { '@Authority': HUB, '#': HUB } },
        Receiver: { Identifier: { '@Authority': HUB, '#': `${HUB}:system:${to}` } },
        DocumentIdentification: {
          Standard: `${HUB}:message`,
          TypeVersion: '1.0',
          InstanceIdentifier: id,
          Type: type,
          CreationDateAndTime: new Date().toISOString(),
        },
        BusinessScope: { Scope: scopes },
      },
      [type]: { '@xmlns': BODY_SPACE, ...body },
    },
  };
}

/** The receipt, signed over its text as it was before the signature was put in: the last element of the document. */
export function receiptOf(outcome: Outcome, seal: Seal): Buffer {
  const { message, system, digest, receivedAt, faults, case: file } = outcome;
  const said =
    file === undefined
      ? { outcome: 'rejected', receivedAt, faults: { fault: faults.map((text) => ({ text })) } }
      : {
          outcome: 'accepted',
          receivedAt,
          case: numberOf(file),
          version: file.version,
          status: file.status,
          route: { authority: file.responding },
        };
  const to = { id: `receipt-${message}`, type: 'receipt', to: system, file };
  const document = create({ version: '1.0', encoding: 'UTF-8' }, envelope(to, { message, digest, ...said }));
  const signature = seal.sign(document.end());
  document.root().ele('signature').txt(signature);
  return Buffer.from(document.end());
}

/** The text that was signed, and its signature. */
export function signedIn(receipt: string): { readonly text: string; readonly signature: string } {
  const [whole = '', signature = ''] = /<signature>([^<]*)<\/signature>/.exec(receipt) ?? [];
  return { text: receipt.replace(whole, ''), signature };
}

/** What the other authority is told: of a request that it has not accepted, nothing of the person. */
export function deliveryOf(outcome: Outcome): Buffer | undefined {
  const { message, case: file, event } = outcome;
  const move = MOVES[event?.type ?? ''];
  if (file === undefined || event === undefined || move === undefined) return undefined;
  const reader = move.by === 'requesting' ? file.responding : file.requesting;
  const { subject: _, ...shown } = event.data as Readonly<Record<string, unknown>>;
  const to = { id: `delivery-${message}`, type: move.tells, to: systemOf(reader), file };
  const { area, status, version, requesting, responding } = file;
  const body = {
    case: {
      number: numberOf(file),
      status,
      version,
      area,
      requesting: { authority: requesting },
      responding: { authority: responding },
      ...elements(shown),
    },
  };
  return Buffer.from(create({ version: '1.0', encoding: 'UTF-8' }, envelope(to, body)).end());
}

/** Lists get an element around their entries, named after what it is around. */
function elements(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, element(member)]));
}

function element(value: unknown): unknown {
  if (Array.isArray(value)) return { entry: value.map(element) };
  if (typeof value !== 'object' || value === null) return value;
  return elements(value as Readonly<Record<string, unknown>>);
}
