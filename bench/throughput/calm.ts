/** With more of the processors in other hands, a round is played again if time allows. */
const CALM = 0.15;

/** What is asked of a round before it counts. */
type Played = {
  readonly contender: string;
  /** How much of the processors others used meanwhile, 0 to 1. */
  readonly others: number;
  readonly alarms: number;
};

/** Rounds are played until each contender has so many calm ones, or for twice as long. */
export function isEnough(rounds: readonly Played[], names: readonly string[], wanted: number): boolean {
  return names.every((name) => {
    const own = rounds.filter(({ contender }) => contender === name);
    return own.length >= 2 * wanted || own.filter(isCalm).length >= wanted;
  });
}

/** Of each contender the calmest: chosen by what others did, never by what was measured. A round with an alarm is void. */
export function calmest<R extends Played>(rounds: readonly R[], wanted: number): readonly R[] {
  const names = [...new Set(rounds.map(({ contender }) => contender))];
  return names.flatMap((name) =>
    rounds
      .filter(({ contender, alarms }) => contender === name && alarms === 0)
      .toSorted((one, other) => one.others - other.others)
      .slice(0, wanted),
  );
}

export function isCalm({ others, alarms }: Pick<Played, 'others' | 'alarms'>): boolean {
  return others <= CALM && alarms === 0;
}
