import type { Area, Question } from '../area/area.ts';

/** The area with one of its questions of another kind. */
export function withQuestion(area: Area, id: string, change: Partial<Question>): Area {
  const [key, set] = [...area.questionSets].find(([, { questions }]) => questions.has(id)) ?? [];
  const question = set?.questions.get(id);
  if (key === undefined || set === undefined || question === undefined) throw new Error(`no question ${id}`);
  const questions = new Map(set.questions).set(id, { ...question, ...change });
  return { ...area, questionSets: new Map(area.questionSets).set(key, { ...set, questions }) };
}

/** One area out of what the compiler made of the folders; broken folders end the test. */
export function areaOf(
  compiled: { readonly areas: ReadonlyMap<string, Area> } | { readonly problems: readonly object[] },
  code = 'PQ',
): Area {
  const area = 'areas' in compiled ? compiled.areas.get(code) : undefined;
  if (area === undefined) throw new Error(`no area ${code}: ${JSON.stringify(compiled)}`);
  return area;
}
