import { basename, dirname, join, relative } from 'node:path';
import type { TSchema, Static } from 'typebox';
import type { Area, FormField, Question, QuestionSet, SubjectField } from '../../domain/area/area.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import { isLanguage, type Texts } from '../../domain/kernel/language.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { checkArea, checkSet } from './check.ts';
import type { CodeLists } from '../../domain/values/code-lists.ts';
import type { ValueType } from '../../domain/values/table.ts';
import { optionsOf } from '../../domain/values/value.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { areaFile, AreaTexts, type AreaFile, CodeListFile, SetFile, SetTexts } from './folder.ts';
import { filesIn, foldersIn, languagesIn, problemAt, readJson, type Problem, type Source } from './read.ts';

export type { Problem } from './read.ts';

/** The areas of a folder, or all that is wrong with them. */
export type Compiled =
  { readonly areas: ReadonlyMap<string, Area> } | { readonly problems: readonly Problem[] };

type Translated<T> = ReadonlyMap<string, Source<T>>;

/** Reads, checks and compiles every legislative area of a folder. An area is data: one folder, no code. */
export function compileAreas(root: string, workflows: readonly Workflow[] = WORKFLOWS): Compiled {
  const problems: Problem[] = [];
  const how = { workflows, schema: areaFile(workflows), problems };
  const areas = foldersIn(root).flatMap((name) => compileArea(root, name, how) ?? []);
  if (areas.length === 0 && problems.length === 0) {
    problems.push({ file: '.', line: 1, path: '', meaning: 'there is no legislative area in this folder' });
  }
  return problems.length > 0 ? { problems } : { areas: new Map(areas.map((area) => [area.code, area])) };
}

/** One line a problem: file, line, place and what it means. */
export function describeProblem({ file, line, path, meaning }: Problem): string {
  return `${file}:${line}${path === '' ? '' : ` ${path}`}: ${meaning}`;
}

type How = {
  readonly workflows: readonly Workflow[];
  readonly schema: ReturnType<typeof areaFile>;
  readonly problems: Problem[];
};

function compileArea(root: string, name: string, { workflows, schema, problems }: How): Area | undefined {
  const folder = join(root, name);
  const area = readJson(root, join(folder, 'area.json'), { schema, problems });
  const texts = readTexts(root, folder, { schema: AreaTexts, problems });
  const lists = readLists(root, folder, problems);
  const codeLists =
    area === undefined ? lists : new Map([...lists, ['keywords', keywordsOf(area.value, texts)]]);
  if (area !== undefined)
    problems.push(
      ...checkArea({ area, codeLists }, texts),
      ...checkName(area, '/code', { is: area.value.code, of: name }),
    );
  const around = { area, codeLists, workflows, problems };
  const sets = foldersIn(join(folder, 'question-sets')).flatMap((id) =>
    foldersIn(join(folder, 'question-sets', id)).flatMap(
      (version) => compileSet(root, join(folder, 'question-sets', id, version), around) ?? [],
    ),
  );
  return area === undefined ? undefined : areaFrom(area.value, texts, { sets, codeLists, workflows });
}

function readLists(root: string, folder: string, problems: Problem[]): CodeLists {
  const read = filesIn(join(folder, 'code-lists')).flatMap((name) => {
    const list = readJson(root, join(folder, 'code-lists', `${name}.json`), {
      schema: CodeListFile,
      problems,
    });
    return list === undefined ? [] : [[name, new Map(Object.entries(list.value))] as const];
  });
  return new Map(read);
}

function keywordsOf({ keywords }: AreaFile, texts: Translated<AreaTexts>): ReadonlyMap<string, Texts> {
  return new Map(
    keywords.map((keyword) => [keyword, translations(texts, (value) => value.keywords[keyword])]),
  );
}

function checkName(
  source: Source<unknown>,
  path: string,
  name: { readonly is: string; readonly of: string },
): readonly Problem[] {
  return name.is === name.of ? [] : [problemAt(source, path, `is not the name of the folder, ${name.of}`)];
}

/** The translations that can be read; what is wrong with the others stands among the problems. */
function readTexts<S extends TSchema>(
  root: string,
  folder: string,
  how: { readonly schema: S; readonly problems: Problem[] },
): Translated<Static<S>> {
  const files = languagesIn(folder).map(
    (language) => [language, readJson(root, join(folder, 'texts', `${language}.json`), how)] as const,
  );
  const strangers = files.filter(([language]) => !isLanguage(language));
  for (const [language] of strangers) {
    how.problems.push({
      file: relative(root, join(folder, 'texts', `${language}.json`)),
      line: 1,
      path: '',
      meaning: `${language} is no language of the hub`,
    });
  }
  const read = new Map<string, Source<Static<S>>>();
  for (const [language, source] of files) if (source !== undefined) read.set(language, source);
  return read;
}

function compileSet(
  root: string,
  folder: string,
  {
    area,
    codeLists,
    workflows,
    problems,
  }: {
    readonly area: Source<AreaFile> | undefined;
    readonly codeLists: CodeLists;
    readonly workflows: readonly Workflow[];
    readonly problems: Problem[];
  },
): QuestionSet | undefined {
  const set = readJson(root, join(folder, 'set.json'), { schema: SetFile, problems });
  const texts = readTexts(root, folder, { schema: SetTexts, problems });
  if (set === undefined || area === undefined) return undefined;
  const { inAreas } = workflows.find(({ name }) => name === set.value.workflow) ?? {};
  const informed = inAreas?.access.informed ?? [];
  problems.push(
    ...checkName(set, '/id', { is: set.value.id, of: basename(dirname(folder)) }),
    ...checkName(set, '/version', { is: set.value.version, of: basename(folder) }),
    ...checkSet(set, { area, codeLists, informed }, texts),
  );
  return setFrom(set.value, texts);
}

function areaFrom(
  file: AreaFile,
  texts: Translated<AreaTexts>,
  {
    sets,
    codeLists,
    workflows,
  }: {
    readonly sets: readonly QuestionSet[];
    readonly codeLists: CodeLists;
    readonly workflows: readonly Workflow[];
  },
): Area {
  const of = (pick: (value: AreaTexts) => string | undefined) => translations(texts, pick);
  const isCarried = (set: QuestionSet) =>
    workflows.some(({ name, inAreas }) => name === set.workflow && inAreas?.carries(set) === true);
  return {
    code: file.code,
    version: file.version,
    title: of((value) => value.title),
    legalBasis: file.legalBasis,
    keywords: keywordsOf(file, texts),
    subjectFields: new Map(
      Object.entries(file.subjectFields).map(([name, value]) => [name, subjectField(name, value, of)]),
    ),
    attachments: file.attachments,
    retention: file.retention,
    workflows: new Map(
      workflows.flatMap(({ name }) =>
        Object.hasOwn(file.workflows, name) ? [[name, file.workflows[name]] as const] : [],
      ),
    ),
    questionSets: byName(sets.filter(isCarried)),
    setsToCome: toCome(sets.filter((set) => !isCarried(set))),
    codeLists,
  };
}

function byName(sets: readonly QuestionSet[]): ReadonlyMap<string, QuestionSet> {
  return new Map(sets.map((set) => [`${set.id}@${set.version}`, set]));
}

function toCome(sets: readonly QuestionSet[]): Area['setsToCome'] {
  const workflows = [...new Set(sets.map(({ workflow }) => workflow))];
  return new Map(
    workflows.map((workflow) => [workflow, byName(sets.filter((set) => set.workflow === workflow))]),
  );
}

function subjectField(
  name: string,
  value: ValueType,
  of: (pick: (texts: AreaTexts) => string | undefined) => Texts,
): SubjectField {
  return {
    title: of((texts) => texts.subjectFields[name]),
    value,
    optionTexts: new Map(
      optionsOf(value).map((option) => [option, of((texts) => texts.subjectOptions[option])]),
    ),
  };
}

function setFrom(file: SetFile, texts: Translated<SetTexts>): QuestionSet {
  const of = (pick: (value: SetTexts) => string | undefined) => translations(texts, pick);
  return {
    id: file.id,
    version: file.version,
    area: file.area,
    workflow: file.workflow,
    title: of((value) => value.title),
    subject: file.subject,
    categories: new Map(
      file.categories.map((category) => [category, of((value) => value.categories[category])]),
    ),
    fields: new Map((file.fields ?? []).map((field) => [field.id, fieldFrom(field, of)])),
    questions: new Map(file.questions.map((question) => [question.id, questionFrom(question, of)])),
    options: new Map(file.options.map((option) => [option, of((value) => value.options[option])])),
    instructions: of((value) => value.instructions),
    ...defined('justificationRequired', file.justificationRequired),
    ...defined('onlyCountry', file.onlyCountry),
    ...defined('informs', file.informs),
    ...defined('waiting', file.waiting),
  };
}

function fieldFrom(
  file: NonNullable<SetFile['fields']>[number],
  of: (pick: (texts: SetTexts) => string | undefined) => Texts,
): FormField {
  const { id, answer, required, personalData = false, visibleToCoordinator = false } = file;
  return {
    id,
    text: of((texts) => texts.fields?.[id]),
    answer,
    required,
    personalData,
    visibleToCoordinator,
  };
}

function questionFrom(
  file: SetFile['questions'][number],
  of: (pick: (texts: SetTexts) => string | undefined) => Texts,
): Question {
  const {
    id,
    category,
    blanks,
    answer,
    perAttachment,
    comment,
    condition,
    specialCategory,
    fixed,
    required,
  } = file;
  return {
    id,
    category,
    text: of((texts) => texts.questions[id]),
    blanks,
    answer,
    perAttachment,
    comment,
    ...defined('isFixed', fixed),
    ...defined('isRequired', required),
    ...(condition === undefined ? {} : { condition }),
    ...(specialCategory === undefined ? {} : { specialCategory }),
  };
}

function translations<T>(texts: Translated<T>, pick: (value: T) => string | undefined): Texts {
  return Object.fromEntries(
    [...texts].flatMap(([language, { value }]) => {
      const text = pick(value);
      return text === undefined ? [] : [[language, text]];
    }),
  );
}
