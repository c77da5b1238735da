import type { TSchema } from 'typebox';
import type { Area } from './area/area.ts';
import type { Directory } from './directory/directory.ts';
import type * as kernel from './kernel/workflow.ts';
import type { Calendar } from './kernel/working-days.ts';
import type { CaseState, Event } from './kernel/workflow.ts';

/** What the rules of this hub look at besides the case: the law, the directory, the calendar. Here the kernel's open parameter ends. */
export type World = { readonly area: Area; readonly directory: Directory; readonly calendar: Calendar };

export type Circumstances = kernel.Circumstances<World>;

export type Command<
  State extends CaseState = CaseState,
  E extends Event = Event,
  Says extends TSchema = TSchema,
> = kernel.Command<State, E, Says, World>;

/** Declares a command; only there to infer the type of its data. */
export function command<State extends CaseState, E extends Event>() {
  return <Says extends TSchema>(declaration: Command<State, E, Says>): Command<State, E, Says> => declaration;
}
