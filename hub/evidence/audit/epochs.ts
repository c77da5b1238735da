import { isRecord } from '../../../schemas/message/explain.ts';
import { isLoss, type Loss } from '../../epoch/loss.ts';
import { parsed } from '../../json.ts';
import type { Codec } from '../../ports/messages.ts';
import type { Auditing, Check } from './check.ts';
import type { Note } from './problem.ts';
import type { KeptEpoch } from './source.ts';

export type AuditedEpoch = {
  readonly number: number;
  readonly openedAt: string;
  /** What had been told before it and is lost; absent of the first, which follows nothing. */
  readonly lost?: Loss;
};

/** An epoch as the record of its opening tells of it. */
export type TestifiedEpoch = {
  readonly epoch: unknown;
  readonly at: unknown;
  readonly lastRoot: unknown;
  /** Digest of what was lost before it. */
  readonly lost: unknown;
};

/** Hears which epochs the chain of epochs tells of. */
export function hearEpochs({ testified }: Pick<Auditing, 'testified'>): Check {
  return {
    see({ body }) {
      const said = parsed(body);
      if (!isRecord(said)) return;
      const { epoch, eventTime: at, lastRoot, lost } = said;
      testified.push({ epoch, at, lastRoot, lost: isRecord(lost) ? lost['digest'] : undefined });
    },
  };
}

/** Every epoch but the first has a record, which knows what was lost before it; and every record has its epoch. */
export function auditEpochs(
  kept: readonly KeptEpoch[],
  how: {
    readonly codec: Pick<Codec, 'digest'>;
    readonly note: Note;
    readonly testified: readonly TestifiedEpoch[];
  },
): readonly AuditedEpoch[] {
  const known = new Map(how.testified.map((one) => [one.epoch, one]));
  const epochs = kept.map((row) => {
    const { number, openedAt } = row;
    const value = parsed(row.lost ?? '');
    const lost = isLoss(value) ? value : undefined;
    const digest = lost === undefined ? undefined : how.codec.digest(lost);
    if (!isTestified(row, { digest, said: known.get(number) })) how.note({ code: 'EPOCH_DIFFERS', epoch: number });
    if (row.isOurs === false) how.note({ code: 'EPOCH_FORGED', epoch: number });
    known.delete(number);
    return { number, openedAt, ...(lost === undefined ? {} : { lost }) };
  });
  for (const epoch of known.keys()) how.note({ code: 'EPOCH_DIFFERS', epoch: Number(epoch) });
  return epochs;
} // prettier-ignore

const FIRST = 1;

/** The first one follows nothing, and no record tells of it. */
function isTestified(
  { number, openedAt, lastRoot, lost }: KeptEpoch,
  { digest, said }: { readonly digest: string | undefined; readonly said: TestifiedEpoch | undefined },
): boolean {
  if (number === FIRST) return said === undefined && lost === undefined;
  if (said === undefined || digest === undefined) return false;
  return said.lost === digest && said.at === openedAt && said.lastRoot === lastRoot;
}
