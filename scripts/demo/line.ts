import type { Traffic } from '../../connector/system.ts';

/** What the story says while it is played; how it looks is the printer's business. */
export type Line =
  | { readonly kind: 'step'; readonly number: number; readonly title: string }
  | { readonly kind: 'message'; readonly traffic: Traffic }
  /** An explanation, such as why the hub has chosen this authority. */
  | { readonly kind: 'note'; readonly text: string }
  /** Something that was held against what ought to be. */
  | { readonly kind: 'check'; readonly text: string; readonly holds: boolean };
