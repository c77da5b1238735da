import type { AreaFile, AreaTexts, SetFile, SetTexts } from './folder.ts';
import { isList, type CodeLists } from '../../domain/values/code-lists.ts';
import type { ValueType } from '../../domain/values/table.ts';
import { canChoose, listOf, optionsOf } from '../../domain/values/value.ts';
import { problemAt, type Problem, type Source } from './read.ts';

/** What the shape of the files cannot say: that everything referred to is there, once, and has its text. */

type Translations<T> = ReadonlyMap<string, Source<T>>;

export function checkArea(
  { area, codeLists }: { readonly area: Source<AreaFile>; readonly codeLists: CodeLists },
  texts: Translations<AreaTexts>,
): readonly Problem[] {
  const options = Object.values(area.value.subjectFields).flatMap((field) => optionsOf(field));
  const fields = Object.keys(area.value.subjectFields);
  const lists = Object.entries(area.value.subjectFields).flatMap(([name, field]) => {
    const list = listOf(field);
    return list === undefined || isList(codeLists, list)
      ? []
      : [problemAt(area, `/subjectFields/${name}/list`, `there is no code list ${list}`)];
  });
  return [
    ...lists,
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
  {
    area,
    codeLists,
    informed,
  }: {
    readonly area: Source<AreaFile>;
    readonly codeLists: CodeLists;
    /** Roles of access whose holders its workflow informs. */
    readonly informed: readonly string[];
  },
  texts: Translations<SetTexts>,
): readonly Problem[] {
  const { value } = set;
  const fields = value.fields ?? [];
  return [
    ...(value.area === area.value.code
      ? []
      : [problemAt(set, '/area', `is not the area of this folder, ${area.value.code}`)]),
    ...(Object.hasOwn(area.value.workflows, value.workflow)
      ? []
      : [problemAt(set, '/workflow', `the area does not switch on the workflow ${value.workflow}`)]),
    ...twice(set, '/categories', value.categories),
    ...twice(set, '/options', value.options),
    ...twice(
      set,
      '/questions',
      value.questions.map((question) => question.id),
    ),
    ...twice(
      set,
      '/fields',
      fields.map((field) => field.id),
    ),
    ...checkFields(set, area),
    ...checkDemands(set, area),
    ...(value.informs ?? [])
      .filter((role) => !informed.includes(role))
      .map((role) => problemAt(set, '/informs', `nobody can be informed as ${role}`)),
    ...fields.flatMap(({ answer }, index) => checkAnswer(set, `/fields/${index}`, { answer, codeLists })),
    ...fields.flatMap((_, index) => checkRequirement(set, index)),
    ...value.questions.flatMap((_, index) => checkQuestion(set, index)),
    ...value.questions.flatMap(({ answer }, index) =>
      checkAnswer(set, `/questions/${index}`, { answer, codeLists }),
    ),
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

/** What a set demands of the whole names what it has. */
function checkDemands(set: Source<SetFile>, area: Source<AreaFile>): readonly Problem[] {
  const { onlyCountry, waiting, subject, fields = [] } = set.value;
  const isNamed = subject.fields.some(({ name, required }) => required && name === onlyCountry?.subject);
  const isCountry = area.value.subjectFields[onlyCountry?.subject ?? '']?.type === 'country';
  const field = fields.find(({ id }) => id === waiting?.when.field);
  return [
    ...(onlyCountry === undefined || (isNamed && isCountry)
      ? []
      : [
          problemAt(set, '/onlyCountry/subject', `${onlyCountry.subject} is no country that has to be given`),
        ]),
    ...(waiting?.when.options ?? [])
      .filter((option) => field === undefined || !canChoose(field.answer, option))
      .map((option) => problemAt(set, '/waiting/when', `no field can be filled with ${option} here`)),
    ...(waiting?.from === undefined ||
    fields.some(({ id, answer }) => id === waiting.from && answer.type === 'date')
      ? []
      : [problemAt(set, '/waiting/from', `there is no date ${waiting.from}`)]),
  ];
}

function checkQuestion(set: Source<SetFile>, index: number): readonly Problem[] {
  const { questions, categories } = set.value;
  const question = questions[index];
  if (question === undefined) return [];
  const path = `/questions/${index}`;
  const { condition } = question;
  return [
    ...(categories.includes(question.category)
      ? []
      : [problemAt(set, `${path}/category`, `there is no category ${question.category}`)]),
    ...twice(set, `${path}/blanks`, question.blanks),
    ...(condition === undefined ? [] : checkCondition(set, index, condition)),
  ];
}

/** Every option has its text in the set, and every code list is there. */
function checkAnswer(
  set: Source<SetFile>,
  path: string,
  { answer, codeLists }: { readonly answer: ValueType; readonly codeLists: CodeLists },
): readonly Problem[] {
  const unknown = optionsOf(answer).filter((option) => !set.value.options.includes(option));
  const list = listOf(answer);
  return [
    ...unknown.map((option) => problemAt(set, `${path}/answer/options`, `there is no option ${option}`)),
    ...(list === undefined || isList(codeLists, list)
      ? []
      : [problemAt(set, `${path}/answer/list`, `there is no code list ${list}`)]),
  ];
}

/** A field can only hang on an earlier one, and on what that can be answered with. */
function checkRequirement(set: Source<SetFile>, index: number): readonly Problem[] {
  const fields = set.value.fields ?? [];
  const required = fields[index]?.required;
  if (required === undefined || typeof required === 'string') return [];
  const path = `/fields/${index}/required`;
  const before = fields.slice(0, index).find((field) => field.id === required.field);
  if (before === undefined)
    return [problemAt(set, `${path}/field`, `there is no earlier field ${required.field}`)];
  return required.options
    .filter((option) => !canChoose(before.answer, option))
    .map((option) =>
      problemAt(set, `${path}/options`, `${required.field} cannot be answered with ${option}`),
    );
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
  const option = 'option' in condition.is ? condition.is.option : condition.is.not;
  return canChoose(before.answer, option)
    ? []
    : [problemAt(set, `${path}/is`, `${condition.question} cannot be answered with ${option}`)];
}

function checkTexts(set: Source<SetFile>, source: Source<SetTexts>): readonly Problem[] {
  const { value } = set;
  return [
    ...sameKeys(source, '/categories', { wanted: value.categories, given: source.value.categories }),
    ...sameKeys(source, '/options', { wanted: value.options, given: source.value.options }),
    ...sameKeys(source, '/fields', {
      wanted: (value.fields ?? []).map((field) => field.id),
      given: source.value.fields ?? {},
    }),
    ...sameKeys(source, '/refusalGrounds', {
      wanted: value.replies?.refusalGrounds ?? [],
      given: source.value.refusalGrounds ?? {},
    }),
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
