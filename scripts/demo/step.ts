import type { Stage, Standing } from './stage.ts';

/** One step of the story: from where the case stood to where it stands then. */
export type Step = {
  readonly title: string;
  readonly play: (stage: Stage, on: Standing) => Promise<Standing>;
};

/** The calendar date so many days from now. */
export function daysFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
