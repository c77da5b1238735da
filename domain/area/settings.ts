import type { Static, TSchema } from 'typebox';
import type { Area, QuestionSet } from './area.ts';

/** What an area that uses a workflow has to say of it (handbook 4.1.3.1). */
export type SettingsRule<S extends TSchema = TSchema> = { readonly workflow: string; readonly shape: S };

/** What the area says of the workflow, or nothing where it does not use it; the compiler has held it against the shape. */
export function settingsIn<S extends TSchema>(
  area: Area,
  { workflow }: SettingsRule<S>,
): Static<S> | undefined {
  return area.workflows.get(workflow) as Static<S> | undefined;
}

/** A question set of the workflow, in that version. */
export function setIn(
  area: Area,
  { workflow }: SettingsRule,
  named: { readonly id: string; readonly version: string },
): QuestionSet | undefined {
  const set = area.questionSets.get(`${named.id}@${named.version}`);
  return set?.workflow === workflow ? set : undefined;
}
