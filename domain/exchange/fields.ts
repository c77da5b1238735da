import type { FormField, QuestionSet, Requirement } from '../area/area.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { checkValue, chosenIn, isPersonal } from '../values/value.ts';
import type { Around } from '../values/value-kind.ts';
import type { FilledField } from './content.ts';

/**
 * What the sender says in the fields of a question set. A command that carries them calls them `fields`: the paths of the faults
 * count on it.
 */

/** Besides `VALUE_REFUSALS` and `ATTACHMENT_UNKNOWN`, which questions and the subject bring already. */
export const FIELD_REFUSALS = ['FIELD_UNKNOWN', 'FIELD_TWICE'] as const satisfies readonly RefusalCode[];

/** Whether what was filled in fits the set. A checklist is confirmed as a whole, or not yet. */
export function checkFields(
  set: QuestionSet | undefined,
  fields: readonly FilledField[],
  around: Around,
): readonly Fault[] {
  const ids = fields.map(({ field }) => field);
  return fields.flatMap(({ field, value }, index) => {
    const path = `/data/fields/${index}`;
    const rule = set?.fields.get(field);
    if (rule === undefined) return [fault('FIELD_UNKNOWN', `${path}/field`, { field })];
    if (ids.indexOf(field) !== index) return [fault('FIELD_TWICE', `${path}/field`, { field })];
    return checkValue(rule.answer, value, { ...around, path: `${path}/value` });
  });
}

export const FIELDS_MISSING_REFUSALS = ['FIELD_MISSING'] as const satisfies readonly RefusalCode[];

/** Fields that have to be filled, given how the others are. */
export function missingOfFields(set: QuestionSet, fields: readonly FilledField[]): readonly Fault[] {
  const given = new Set(fields.map(({ field }) => field));
  return [...set.fields.values()]
    .filter(({ id, required }) => !given.has(id) && isRequired(required, fields))
    .map(({ id }) => fault('FIELD_MISSING', '/data/fields', { field: id }));
}

function isRequired(required: Requirement, fields: readonly FilledField[]): boolean {
  return typeof required === 'string' ? required === 'always' : isChosen(required, fields);
}

/** Whether that field was filled in one of these ways. */
export function isChosen(
  { field, options }: { readonly field: string; readonly options: readonly string[] },
  fields: readonly FilledField[],
): boolean {
  const filled = fields.find((one) => one.field === field);
  return filled !== undefined && chosenIn(filled.value).some((option) => options.includes(option));
}

/** Not for those who do not see who is concerned. What the set does not know any more may be anything. */
export function isOfPerson(rule: FormField | undefined, { value }: FilledField): boolean {
  return rule === undefined || rule.personalData || isPersonal(value);
}
