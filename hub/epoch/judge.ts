/** A database as it is met, and the newest epoch that was opened in it. */
export type Met = {
  readonly cluster: string;
  readonly database: string;
  readonly timeline: number;
  readonly epoch: EpochRow | undefined;
};

export type EpochRow = {
  readonly number: number;
  readonly cluster: string;
  readonly database: string;
  readonly timeline: number;
  readonly doubt: string | null;
  /** Whether the hub itself has written the row. */
  readonly isOurs: boolean;
};

/** What a process remembers: the epoch that it works in, and what it has written last and is not there any more, if anything. */
export type Remembered = {
  readonly epoch: number | undefined;
  readonly lacks: { readonly chain: string; readonly seq: number } | undefined;
};

export type Judgement =
  | { readonly is: 'ours' }
  /** No epoch was opened yet: a new hub, or one from before there were epochs. */
  | { readonly is: 'new' }
  /** Another server has taken over, and has lost nothing. */
  | { readonly is: 'moved' }
  | { readonly is: 'restored'; readonly why: string };

/** Whether this is the database that the hub has been working with, or a copy or an older state of it. */
export function judge({ epoch, ...met }: Met, remembered: Remembered): Judgement {
  if (epoch === undefined)
    return remembered.epoch === undefined ? { is: 'new' } : restored('it knows of no epoch any more');
  if (!epoch.isOurs)
    return restored(
      `the row of epoch ${epoch.number} is not as the hub has written it, or HUB_MASTER_KEY is that of another hub`,
    );
  if (epoch.cluster !== met.cluster || epoch.database !== met.database)
    return restored('it is a copy: the epoch was opened in another database');
  if (epoch.doubt !== null) return restored(epoch.doubt);
  if (remembered.epoch !== undefined && epoch.number < remembered.epoch)
    return restored(`it is in epoch ${epoch.number}, the hub in epoch ${remembered.epoch}`);
  const { lacks } = remembered;
  const isSameEpoch = epoch.number === remembered.epoch;
  if (isSameEpoch && lacks !== undefined)
    return restored(
      `it lacks record ${lacks.seq} of the chain ${lacks.chain}, which this process has written`,
    );
  return { is: epoch.timeline === met.timeline ? 'ours' : 'moved' };
}

function restored(why: string): Judgement {
  return { is: 'restored', why };
}
