import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Area, QuestionSet } from '../../domain/area/area.ts';
import type { Texts } from '../../domain/kernel/language.ts';
import { VALUE_TYPE_NAMES } from '../../domain/values/table.ts';
import { compileAreas, describeProblem } from './compile.ts';
import { filesIn } from './read.ts';

/** The eight question sets that were given, and what can be wrong with the parts that only some of them have. */

const rooms: string[] = [];
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sets-'));
  rooms.push(root);
  cpSync('schemas/areas', root, { recursive: true });
});

afterAll(() => {
  for (const room of rooms) rmSync(room, { recursive: true });
});

const CBC = 'SERVICES/question-sets/services-cbc-notification/1.0.0';
const ALERT = 'SERVICES/question-sets/services-alert/1.0.0';
const UIP = 'POSTING/question-sets/posting-uip/1.0.0';

/** Changes the first place where the text stands. */
function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(root, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${from} does not stand in ${file}`);
  writeFileSync(join(root, file), text.replace(from, to));
}

function described(): readonly string[] {
  const compiled = compileAreas(root);
  return 'problems' in compiled
    ? compiled.problems.map(describeProblem).map((line) => line.replace(/:\d+/, ''))
    : [];
}

function published() {
  const made = compileAreas('schemas/areas');
  if ('problems' in made) throw new Error(made.problems.map(describeProblem).join('\n'));
  return made.areas;
}

/** Every language of the hub's own words. */
const SPOKEN = filesIn('schemas/texts').toSorted();

function textsOf(set: QuestionSet): readonly Texts[] {
  const asked = [...set.fields.values(), ...set.questions.values()].map(({ text }) => text);
  const { instructions = {} } = set;
  const told = Object.keys(instructions).length === 0 ? [] : [instructions];
  return [set.title, ...told, ...set.categories.values(), ...set.options.values(), ...asked];
}

function textsOfArea({ title, keywords, subjectFields }: Area): readonly Texts[] {
  const fields = [...subjectFields.values()].flatMap((field) => [field.title, ...field.optionTexts.values()]);
  return [title, ...keywords.values(), ...fields];
}

describe('the eight question sets that were given', () => {
  const sets = [...published().values()].flatMap(({ code, questionSets, setsToCome }) => [
    ...[...questionSets.values()].map((set) => ({ code, place: 'requests', set })),
    ...[...setsToCome].flatMap(([workflow, some]) =>
      [...some.values()].map((set) => ({ code, place: `to come: ${workflow}`, set })),
    ),
  ]);

  test('all load, and those of a workflow that is not there are offered to nobody', () => {
    expect(
      sets.map(({ code, place, set }) => [code, set.id, place, set.fields.size, set.questions.size]),
    ).toEqual([
      ['POSTING', 'posting-information', 'requests', 0, 16],
      ['POSTING', 'posting-uip', 'requests', 10, 0],
      ['PQ', 'pq-general', 'requests', 0, 32],
      ['PQ', 'pq-alert', 'to come: alert-pq', 8, 0],
      ['SERVICES', 'services-cbc-notification', 'requests', 8, 2],
      ['SERVICES', 'services-cbc-request', 'requests', 3, 4],
      ['SERVICES', 'services-general', 'requests', 0, 21],
      ['SERVICES', 'services-alert', 'to come: alert', 17, 0],
    ]);
  });

  test('ask between them and the fields of the person for every type of value', () => {
    const answers = sets.flatMap(({ set }) => [
      ...[...set.fields.values()].map(({ answer }) => answer.type),
      ...[...set.questions.values()].map(({ answer }) => answer.type),
    ]);
    const said = [...published().values()].flatMap(({ subjectFields }) =>
      [...subjectFields.values()].map(({ value }) => value.type),
    );
    expect(new Set([...answers, ...said])).toEqual(new Set(VALUE_TYPE_NAMES));
  });

  test('have every text that they need in English', () => {
    for (const { set } of sets) for (const text of textsOf(set)) expect(text.en?.trim()).toMatch(/\S/);
  });

  test('of requests are complete in all languages into which the hub speaks, as their areas are', () => {
    const ofRequests = sets.filter(({ set }) => set.workflow === 'request');
    const texts = [
      ...ofRequests.flatMap(({ set }) => textsOf(set)),
      ...[...published().values()].flatMap(textsOfArea),
    ];
    expect(ofRequests).toHaveLength(6);
    for (const text of texts)
      expect(
        Object.entries(text)
          .flatMap(([language, words]) => (/\S/.test(words) ? [language] : []))
          .toSorted(),
      ).toEqual(SPOKEN);
  });

  test('belong to areas with at least one keyword each', () => {
    for (const { keywords } of published().values()) expect(keywords.size).toBeGreaterThan(0);
  });

  test('know the countries in every language of the hub', () => {
    const countries = published().get('SERVICES')?.codeLists.get('countries');
    expect(countries?.size).toBe(30);
    for (const names of countries?.values() ?? []) expect(Object.keys(names)).toHaveLength(26);
  });

  test('say when a field has to be filled, and whose data it is', () => {
    const uip = published().get('POSTING')?.questionSets.get('posting-uip@1.0.0');
    expect(uip?.fields.get('UIP-02')?.personalData).toBe(true);
    expect(uip?.fields.get('UIP-08')).toMatchObject({
      answer: { type: 'money', currency: 'EUR' },
      required: { field: 'UIP-01', options: ['recovery'] },
    });
    const alert = published().get('PQ')?.setsToCome.get('alert-pq')?.get('pq-alert@1.0.0');
    expect(alert?.fields.get('PA-02')).toMatchObject({ personalData: true, visibleToCoordinator: false });
    expect(alert?.fields.get('PA-03')).toMatchObject({ personalData: false, visibleToCoordinator: true });
  });
});

describe('a broken set is refused with what it means', () => {
  test.each([
    ['a code list that is not there', `${ALERT}/set.json`, '"list": "countries"', '"list": "planets"', `${ALERT}/set.json /fields/2/answer/list: there is no code list planets`],
    ['a step without its text', `${CBC}/texts/en.json`, '"CBC-N-01"', '"CBC-N-99"', `${CBC}/texts/en.json /options: the text of CBC-N-01 is missing`],
    ['a field without its text', `${CBC}/texts/en.json`, '"CBC-N-PROC"', '"CBC-N-PROX"', `${CBC}/texts/en.json /fields: the text of CBC-N-PROC is missing`],
    ['a field that hangs on none', `${UIP}/set.json`, '"field": "UIP-01"', '"field": "UIP-99"', `${UIP}/set.json /fields/5/required/field: there is no earlier field UIP-99`],
    ['a field that hangs on a later one', `${UIP}/set.json`, '"field": "UIP-01"', '"field": "UIP-10"', `${UIP}/set.json /fields/5/required/field: there is no earlier field UIP-10`],
    ['a field that hangs on what cannot be said', `${UIP}/set.json`, '"notification"\n        ]\n      },\n      "source"', '"yes"\n        ]\n      },\n      "source"', `${UIP}/set.json /fields/5/required/options: UIP-01 cannot be answered with yes`],
    ['a field that stands twice', `${UIP}/set.json`, '"id": "UIP-10"', '"id": "UIP-09"', `${UIP}/set.json /fields/9: UIP-09 stands here for the second time`],
    ['a ground of refusal without its text', `${UIP}/texts/en.json`, '"art17-a"', '"art17-x"', `${UIP}/texts/en.json /refusalGrounds: the text of art17-a is missing`],
    ['a country that is none', `${CBC}/set.json`, '"subject": "establishment"', '"subject": "name"', `${CBC}/set.json /onlyCountry/subject: name is no country that has to be given`],
    ['a wait for what cannot be said', `${CBC}/set.json`, '"normal"\n      ]\n    },\n    "from"', '"yes"\n      ]\n    },\n    "from"', `${CBC}/set.json /waiting/when: no field can be filled with yes here`],
    ['a wait until a day that is none', `${CBC}/set.json`, '"from": "CBC-N-DATE"', '"from": "CBC-N-WHY2"', `${CBC}/set.json /waiting/from: there is no date CBC-N-WHY2`],
    ['somebody to be informed whom nobody knows', `${CBC}/set.json`, '"Commission"', '"Comission"', `${CBC}/set.json /informs: nobody can be informed as Comission`],
    ['somebody to be informed whom another workflow knows', `${ALERT}/set.json`, '"workflow": "alert"', '"informs": ["Commission"], "workflow": "alert"', `${ALERT}/set.json /informs: nobody can be informed as Commission`],
    ['a field of the provider of a list that is not there', 'SERVICES/area.json', '"list": "nace"', '"list": "isic"', 'SERVICES/area.json /subjectFields/naceCode/list: there is no code list isic'],
  ])('%s', (_, file, ...[from, to, problem]) => {
    change(file, from, to);
    expect(described()).toContain(problem);
  });

  test('a type of value that there is not, or a setting that it does not have', () => {
    change(`${UIP}/set.json`, '"type": "money"', '"type": "gold"');
    change(`${ALERT}/set.json`, '"role": "alertCoordinator"', '"colour": "red"');
    const files = described().map((line) => line.split(' ')[0]?.replace(':', ''));
    expect(new Set(files)).toEqual(new Set([`${UIP}/set.json`, `${ALERT}/set.json`]));
  });

  test('a code list in a language that is none of the hub', () => {
    change('SERVICES/code-lists/countries.json', '"bg"', '"tlh"');
    expect(described().join('\n')).toContain('SERVICES/code-lists/countries.json /AT');
  });

  test('a workflow that nobody knows', () => {
    change(`${ALERT}/set.json`, '"workflow": "alert"', '"workflow": "alarm"');
    expect(described().join('\n')).toContain(`${ALERT}/set.json /workflow`);
  });
}); // prettier-ignore
