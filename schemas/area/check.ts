import type { AreaFile, AreaTexts, SetFile, SetTexts } from './folder.ts';
import { problemAt, type Problem, type Source } from './read.ts';

/** What the shape of the files cannot say: that everything referred to is there, once, and has its text. */

type Translations<T> = ReadonlyMap<string, Source<T>>;

export function checkArea(area: Source<AreaFile>, texts: Translations<AreaTexts>): readonly Problem[] {
  const options = Object.values(area.value.subjectFields).flatMap((field) =>
    field.type === 'choice' ? field.options : [],
  );
  const fields = Object.keys(area.value.subjectFields);
  return [
    ...twice(area, '/keywords', area.value.keywords),
    ...[...texts.values()].flatMap((source) => [
      ...sameKeys(source, '/keywords', { wanted: area.value.keywords, given: source.value.keywords }),
      ...sameKeys(source, '/subjectFields', { wanted: fields, given: source.value.subjectFields }),
      ...sameKeys(source, '/subjectOptions', { wanted: options, given: source.value.subjectOptions }),
    ]),
  ];
}

export function checkSet(
  set: Source<SetFile>,
  area: Source<AreaFile>,
  texts: Translations<SetTexts>,
): readonly Problem[] {
  const { value } = set;
  return [
    ...(value.area === area.value.code
      ? []
      : [problemAt(set, '/area', `is not the area of this folder, ${area.value.code}`)]),
    ...(area.value.workflows[value.workflow] === undefined
      ? [problemAt(set, '/workflow', `the area does not switch on the workflow ${value.workflow}`)]
      : []),
    ...twice(set, '/categories', value.categories),
    ...twice(set, '/options', value.options),
    ...twice(
      set,
      '/questions',
      value.questions.map((question) => question.id),
    ),
    ...checkFields(set, area),
    ...value.questions.flatMap((_, index) => checkQuestion(set, index)),
    ...[...texts.values()].flatMap((source) => checkTexts(set, source)),
  ];
}

function checkFields(set: Source<SetFile>, area: Source<AreaFile>): readonly Problem[] {
  return set.value.subject.fields.flatMap(({ name }, index) =>
    area.value.subjectFields[name] === undefined
      ? [problemAt(set, `/subject/fields/${index}/name`, `area.json declares no subject field ${name}`)]
      : [],
  );
}

function checkQuestion(set: Source<SetFile>, index: number): readonly Problem[] {
  const { questions, categories, options } = set.value;
  const question = questions[index];
  if (question === undefined) return [];
  const path = `/questions/${index}`;
  const { answer, condition } = question;
  const unknown =
    answer.type === 'choice' ? answer.options.filter((option) => !options.includes(option)) : [];
  return [
    ...(categories.includes(question.category)
      ? []
      : [problemAt(set, `${path}/category`, `there is no category ${question.category}`)]),
    ...unknown.map((option) => problemAt(set, `${path}/answer/options`, `there is no option ${option}`)),
    ...twice(set, `${path}/blanks`, question.blanks),
    ...(condition === undefined ? [] : checkCondition(set, index, condition)),
  ];
}

function checkCondition(
  set: Source<SetFile>,
  index: number,
  condition: NonNullable<SetFile['questions'][number]['condition']>,
): readonly Problem[] {
  const path = `/questions/${index}/condition`;
  const before = set.value.questions.slice(0, index).find((question) => question.id === condition.question);
  if (before === undefined)
    return [problemAt(set, `${path}/question`, `there is no earlier question ${condition.question}`)];
  if (before.perAttachment && set.value.questions[index]?.perAttachment !== true) {
    const meaning = `${condition.question} is asked of each document, ${set.value.questions[index]?.id ?? ''} is not`;
    return [problemAt(set, `${path}/question`, meaning)];
  }
  if (condition.is === 'answered') return [];
  const options = before.answer.type === 'choice' ? before.answer.options : [];
  return options.includes(condition.is.option)
    ? []
    : [problemAt(set, `${path}/is`, `${condition.question} cannot be answered with ${condition.is.option}`)];
}

function checkTexts(set: Source<SetFile>, source: Source<SetTexts>): readonly Problem[] {
  const { value } = set;
  return [
    ...sameKeys(source, '/categories', { wanted: value.categories, given: source.value.categories }),
    ...sameKeys(source, '/options', { wanted: value.options, given: source.value.options }),
    ...sameKeys(source, '/questions', {
      wanted: value.questions.map((question) => question.id),
      given: source.value.questions,
    }),
    ...value.questions.flatMap((question) => checkBlanks(source, question.id, question.blanks)),
  ];
}

/** Every blank stands in every translation, and no other one does. */
function checkBlanks(
  source: Source<SetTexts>,
  question: string,
  blanks: readonly string[],
): readonly Problem[] {
  const text = source.value.questions[question];
  if (text === undefined) return [];
  const found = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const odd = [
    ...blanks.filter((blank) => !found.includes(blank)),
    ...found.filter((name) => !blanks.includes(name)),
  ];
  return odd.map((name) =>
    problemAt(source, `/questions/${question}`, `the blank {${name}} is not the same here as in the set`),
  );
}

function sameKeys(
  source: Source<unknown>,
  path: string,
  { wanted, given }: { readonly wanted: readonly string[]; readonly given: Readonly<Record<string, string>> },
): readonly Problem[] {
  const missing = wanted
    .filter((key) => given[key] === undefined)
    .map((key) => problemAt(source, path, `the text of ${key} is missing`));
  const odd = Object.keys(given)
    .filter((key) => !wanted.includes(key))
    .map((key) => problemAt(source, `${path}/${key}`, `there is no ${key} that this could be the text of`));
  return [...missing, ...odd];
}

function twice(source: Source<unknown>, path: string, values: readonly string[]): readonly Problem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [problemAt(source, `${path}/${index}`, `${value} stands here for the second time`)],
  );
}
