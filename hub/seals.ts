import type { Instant } from '../domain/kernel/workflow.ts';
import type { Vital } from './health.ts';
import type { Meter } from './meter.ts';
import type { Clock, Log } from './ports/surroundings.ts';

/** What a key of the hub seals: reports with dossiers and evidence roots, or receipts and other messages. */
export type SealName = 'reports' | 'messages';

/** For how long a seal is good: its certificate and all those above it. */
export type SealPeriod = { readonly from: Instant; readonly until: Instant };
export type NamedPeriod = SealPeriod & { readonly seal: SealName };

/** Why nothing may be sealed at that moment; a verifier would call it TOTAL-FAILED. */
export function sealTrouble({ from, until }: SealPeriod, at: Instant): string | undefined {
  const moment = Date.parse(at);
  if (moment > Date.parse(until)) return `the certificate of the seal ended at ${until}`;
  return moment < Date.parse(from) ? `the certificate of the seal is not valid before ${from}` : undefined;
}

/** Days before the end at which people are told: a new certificate takes weeks to be had. */
const WARNED_AT = [7, 14, 30];
const DAY_MS = 86_400_000;

type World = {
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly metrics: Pick<Meter, 'sealEnds'>;
};

/** To be called at the start and every hour: measures each seal's end, and tells of it once at each step. */
export function watchSeals({ clock, log, metrics }: World, seals: readonly NamedPeriod[]): () => void {
  const told = new Map<SealName, string>();
  return () => {
    const now = clock.now();
    for (const { seal, from, until } of seals) {
      const left = Date.parse(until) - Date.parse(now);
      metrics.sealEnds(seal, left / 1000);
      const why = sealTrouble({ from, until }, now);
      const days = WARNED_AT.find((limit) => left <= limit * DAY_MS);
      const step = why ?? (days === undefined ? '' : `${days} days`);
      if (told.get(seal) === step) continue;
      told.set(seal, step);
      if (why !== undefined) log.error({ seal, why }, 'nothing is sealed: a new seal is needed');
      else if (days !== undefined) log.warn({ seal, until, days }, 'the seal ends soon: a new one is needed');
    }
  };
}

/** What is wrong with the seals now, for health and for those who wait. */
export function sealTroubles(seals: readonly NamedPeriod[], now: Instant) {
  return seals.flatMap(({ seal, ...period }) => {
    const why = sealTrouble(period, now);
    return why === undefined ? [] : [{ seal, why }];
  });
}

/** A seal that is over does not stop the messages: it is told, and the work goes on. */
export function sealsVital(seals: readonly NamedPeriod[], clock: Clock): Vital {
  const troubles = sealTroubles(seals, clock.now());
  const remarks = troubles.map((facts) => ({ code: 'SEAL_UNUSABLE' as const, facts }));
  return { complaints: [], ages: {}, remarks };
}
