/** Why the work does not go on, for machines. `docs/architecture.md` says what to do about each. */
export type ComplaintCode =
  | 'STORE_UNAVAILABLE'
  | 'STORE_READ_ONLY'
  /** It was restored, is a copy, or somebody has taken evidence away: what it lacks is said. Nothing is taken or given out. */
  | 'DATABASE_RESTORED'
  | 'BROKER_UNAVAILABLE'
  /** Queues that this process should read and does not. */
  | 'CONSUMERS_MISSING'
  /** Messages are in hand, and none is written. */
  | 'WORK_STUCK'
  /** What waits to be handed over has not been looked at. */
  | 'SWEEP_LATE'
  /** No root has been looked for. */
  | 'ROOT_LATE';

export type Complaint = {
  readonly code: ComplaintCode;
  readonly facts: Readonly<Record<string, number | string>>;
};

/** What people should know although the work goes on. */
export type Remark = { readonly code: 'SEAL_UNUSABLE'; readonly facts: Readonly<Record<string, string>> };

/** What one part of a process says of its work. */
export type Vital = {
  readonly complaints: readonly Complaint[];
  /** Seconds since something was last done, or has been in hand, by name. */
  readonly ages: Readonly<Record<string, number>>;
  readonly remarks?: readonly Remark[];
};

/** Whether the work goes on, not whether the process runs. */
export type Health = Vital & { readonly isReady: boolean };

export type Look = () => Vital | Promise<Vital>;

/** Asks every part; one that cannot even say how it is fares badly. */
export function healthOf(parts: readonly Look[]): () => Promise<Health> {
  return async () => {
    const whole = allOf(await Promise.all(parts.map(async (look) => look())));
    return { isReady: whole.complaints.length === 0, ...whole };
  };
}

/** What several parts say, as one. */
export function allOf(vitals: readonly Vital[]): Required<Vital> {
  return {
    complaints: vitals.flatMap(({ complaints }) => complaints),
    ages: Object.assign({}, ...vitals.map(({ ages }) => ages)),
    remarks: vitals.flatMap(({ remarks = [] }) => remarks),
  };
}

/** The age of something by the clock that never jumps, and the complaint when it is more than it may be. */
export function ageVital(
  name: string,
  since: number | undefined,
  limit: { readonly seconds: number; readonly code: ComplaintCode },
): Vital {
  const age = since === undefined ? 0 : Math.round((performance.now() - since) / 1000);
  const complaints = age > limit.seconds ? [{ code: limit.code, facts: { seconds: age } }] : [];
  return { complaints, ages: { [name]: age } };
}
