import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { setIn, settingsIn } from '../../domain/area/settings.ts';
import { SETTINGS } from '../../domain/testing/echo/in-areas.ts';
import { echo } from '../../domain/testing/echo/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { languagesIn } from './read.ts';
import { compileAreas, describeProblem, type Problem } from './compile.ts';

const rooms: string[] = [];
let root = '';

/** A copy of the real areas that may be broken. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'areas-'));
  rooms.push(root);
  cpSync('schemas/areas', root, { recursive: true });
});

afterAll(() => {
  for (const room of rooms) rmSync(room, { recursive: true });
});

const AREA = 'PQ/area.json';
const SET = 'PQ/question-sets/pq-general/1.0.0/set.json';
const SET_TEXTS = (language: string) => `PQ/question-sets/pq-general/1.0.0/texts/${language}.json`;

/** Changes one place of a file, and says on which line: the text must stand there exactly once. */
function change(file: string, from: string, to: string): number {
  const text = readFileSync(join(root, file), 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${from} stands ${parts.length - 1} times in ${file}`);
  writeFileSync(join(root, file), parts.join(to));
  return (parts[0] ?? '').split('\n').length;
}

function lineOf(file: string, text: string): number {
  const before = readFileSync(join(root, file), 'utf8').split(text)[0] ?? '';
  return before.split('\n').length;
}

function problems(): readonly Problem[] {
  const compiled = compileAreas(root);
  return 'problems' in compiled ? compiled.problems : [];
}

function described(): readonly string[] {
  return problems().map(describeProblem);
}

test('the areas that are published are in order', () => {
  expect(described()).toEqual([]);
});

test('every text of a compiled area is there in every language of its folder', () => {
  const compiled = compileAreas(root);
  const area = 'areas' in compiled ? compiled.areas.get('PQ') : undefined;
  const set = area?.questionSets.get('pq-general@1.0.0');
  const languages = languagesIn(join(root, 'PQ'));
  expect(languages).toEqual(expect.arrayContaining(['de', 'en', 'pt']));
  const texts = [area?.title, ...(area?.keywords.values() ?? []), ...(set?.options.values() ?? []), ...[...(set?.questions.values() ?? [])].map(({ text }) => text)];
  expect(texts.length).toBeGreaterThan(90);
  for (const text of texts) expect(Object.keys(text ?? {}).toSorted()).toEqual(languages);
  expect(area?.subjectFields.get('sex')?.optionTexts.get('female')?.de).toBeDefined();
  expect(set?.questions.get('PQ-GQ-011')?.condition).toEqual({ question: 'PQ-GQ-010', is: { option: 'yes' } });
}); // prettier-ignore

describe('a broken area is refused with the file, the line and what it means', () => {
  test('the text of a question is missing', () => {
    change(SET_TEXTS('de'), '"PQ-GQ-009":', '"PQ-GQ-0099":');
    expect(described()).toEqual([
      `${SET_TEXTS('de')}:${lineOf(SET_TEXTS('de'), '"questions"')} /questions: the text of PQ-GQ-009 is missing`,
      `${SET_TEXTS('de')}:${lineOf(SET_TEXTS('de'), '"PQ-GQ-0099"')} /questions/PQ-GQ-0099: there is no PQ-GQ-0099 that this could be the text of`,
      // The question itself is not there to be compared blank by blank.
    ]);
  });

  test('the text of a keyword is missing in one language', () => {
    change('PQ/texts/pt.json', '"architect":', '"arquitecto":');
    expect(described()).toEqual([
      expect.stringMatching(/^PQ\/texts\/pt\.json:\d+ \/keywords: the text of architect is missing$/),
      expect.stringMatching(/^PQ\/texts\/pt\.json:\d+ \/keywords\/arquitecto: there is no arquitecto /),
    ]);
  });

  test('a key that nobody knows', () => {
    const line = change(AREA, '"version": "1.0.0",', '"version": "1.0.0",\n  "colour": "red",');
    const [problem] = problems();
    expect(problem).toMatchObject({ file: AREA, line: expect.any(Number) });
    expect(described().join('\n')).toMatch(/colour|additional/i);
    expect(line).toBeGreaterThan(1);
  });

  test('a keyword stands twice', () => {
    const line = change(AREA, '"architect"', '"midwife"');
    expect(described()).toContain(`${AREA}:${line} /keywords/10: midwife stands here for the second time`);
  });

  test('a question stands twice', () => {
    const line = change(SET, '"id": "PQ-GQ-009"', '"id": "PQ-GQ-008"');
    const twice = problems().find(({ meaning }) => meaning.includes('second time'));
    expect(twice).toMatchObject({ file: SET, meaning: 'PQ-GQ-008 stands here for the second time' });
    expect(Math.abs((twice?.line ?? 0) - line)).toBeLessThanOrEqual(1);
  });

  test('a condition on a question that does not exist', () => {
    const line = change(SET, '"question": "PQ-GQ-010"', '"question": "PQ-GQ-0100"');
    expect(described()).toEqual([
      `${SET}:${line} /questions/10/condition/question: there is no earlier question PQ-GQ-0100`,
    ]);
  });

  test('a condition on a question that comes later', () => {
    const line = change(SET, '"question": "PQ-GQ-010"', '"question": "PQ-GQ-012"');
    expect(described()).toEqual([
      `${SET}:${line} /questions/10/condition/question: there is no earlier question PQ-GQ-012`,
    ]);
  });

  test('a condition on an answer that cannot be given', () => {
    const line = change(SET, '"option": "yes"', '"option": "specialist"');
    const [problem, ...others] = problems();
    expect(others).toEqual([]);
    expect(problem?.meaning).toBe('PQ-GQ-010 cannot be answered with specialist');
    expect(line - (problem?.line ?? 0)).toBeLessThanOrEqual(1);
  });

  test('a question that is asked once depends on one that is asked of each document', () => {
    const line = change(SET, '"question": "PQ-GQ-010"', '"question": "PQ-GQ-009"');
    const text = readFileSync(join(root, SET), 'utf8');
    const nine = text.indexOf('"id": "PQ-GQ-009"');
    const flag = text.indexOf('"perAttachment": false', nine);
    writeFileSync(join(root, SET), `${text.slice(0, flag)}"perAttachment": true${text.slice(flag + '"perAttachment": false'.length)}`);
    expect(described()).toEqual([
      `${SET}:${line} /questions/10/condition/question: PQ-GQ-009 is asked of each document, PQ-GQ-011 is not`,
    ]);
  }); // prettier-ignore

  test('an answer among options that the set has not', () => {
    const text = readFileSync(join(root, SET), 'utf8');
    writeFileSync(join(root, SET), text.replace('"not-lawful"', '"illegal"'));
    expect(described()).toEqual([
      expect.stringMatching(/^PQ\/.*set\.json:\d+ \/questions\/24\/answer\/options: there is no option illegal$/),
    ]);
  }); // prettier-ignore

  test('a category that the set has not', () => {
    const text = readFileSync(join(root, SET), 'utf8');
    writeFileSync(join(root, SET), text.replace('"category": "experience"', '"category": "weather"'));
    const line = lineOf(SET, '"category": "weather"');
    expect(described()).toEqual([`${SET}:${line} /questions/21/category: there is no category weather`]);
  });

  test('a field of the person that the area does not declare', () => {
    const text = readFileSync(join(root, SET), 'utf8');
    writeFileSync(join(root, SET), text.replace('"name": "birthPlace"', '"name": "shoeSize"'));
    const line = lineOf(SET, '"name": "shoeSize"');
    expect(described()).toEqual([
      `${SET}:${line} /subject/fields/4/name: area.json declares no subject field shoeSize`,
    ]);
  });

  test('a blank that was lost in one translation', () => {
    const text = readFileSync(join(root, SET_TEXTS('el')), 'utf8');
    writeFileSync(join(root, SET_TEXTS('el')), text.replace('{profession}', 'επάγγελμα'));
    const line = lineOf(SET_TEXTS('el'), '"PQ-GQ-001"');
    expect(described()).toEqual([
      `${SET_TEXTS('el')}:${line} /questions/PQ-GQ-001: the blank {profession} is not the same here as in the set`,
    ]);
  });

  test('a blank that was translated', () => {
    const text = readFileSync(join(root, SET_TEXTS('fr')), 'utf8');
    writeFileSync(join(root, SET_TEXTS('fr')), text.replace('{thirdCountry}', '{paysTiers}'));
    expect(problems().map(({ path, meaning }) => [path, meaning])).toEqual([
      ['/questions/PQ-GQ-017', 'the blank {thirdCountry} is not the same here as in the set'],
      ['/questions/PQ-GQ-017', 'the blank {paysTiers} is not the same here as in the set'],
    ]);
  });

  test('what is not JSON', () => {
    const line = change(SET, '"id": "PQ-GQ-009",', '"id": "PQ-GQ-009"');
    const [problem] = problems();
    expect(problem).toMatchObject({ file: SET, meaning: expect.stringMatching(/^not JSON: /) });
    expect((problem?.line ?? 0) - line).toBeLessThanOrEqual(1);
  });

  test('texts in a language that is none of the hub', () => {
    cpSync(join(root, 'PQ/texts/de.json'), join(root, 'PQ/texts/tlh.json'));
    expect(described()).toEqual(['PQ/texts/tlh.json:1: tlh is no language of the hub']);
  });

  test('a file that is not there', () => {
    rmSync(join(root, AREA));
    expect(described()).toEqual([`${AREA}:1: the file is missing`]);
  });

  test('a folder by another name than the area', () => {
    cpSync(join(root, 'PQ'), join(root, 'XY'), { recursive: true });
    expect(described()).toEqual([
      `XY/area.json:${lineOf(AREA, '"code"')} /code: is not the name of the folder, XY`,
    ]);
  });

  test('a set that belongs to another area', () => {
    const line = change(SET, '"area": "PQ"', '"area": "SD"');
    expect(described()).toEqual([`${SET}:${line} /area: is not the area of this folder, PQ`]);
  });

  test('a set for a workflow that the area does not switch on', () => {
    const text = readFileSync(join(root, AREA), 'utf8');
    writeFileSync(join(root, AREA), text.replace(/"workflows": \{[\s\S]*\}\s*\}\s*\}/, '"workflows": {}\n}'));
    const line = lineOf(SET, '"workflow"');
    expect(described()).toContain(
      `${SET}:${line} /workflow: the area does not switch on the workflow request`,
    );
  });

  test('a folder of a set by another name or version than the set', () => {
    cpSync(join(root, 'PQ/question-sets/pq-general/1.0.0'), join(root, 'PQ/question-sets/pq-general/1.1.0'), { recursive: true });
    expect(described()).toEqual([
      expect.stringMatching(/^PQ\/question-sets\/pq-general\/1\.1\.0\/set\.json:\d+ \/version: is not the name of the folder, 1\.1\.0$/),
    ]);
  }); // prettier-ignore

  test('a period of erasure longer than the law admits', () => {
    const line = change(AREA, '"personalDataMonths": 6', '"personalDataMonths": 7');
    expect(problems()).toMatchObject([{ file: AREA, line, path: '/retention/personalDataMonths' }]);
  });

  test('no area at all', () => {
    mkdirSync(join(root, 'empty'));
    const compiled = compileAreas(join(root, 'empty'));
    expect('problems' in compiled ? compiled.problems.map(({ meaning }) => meaning) : []).toEqual([
      'there is no legislative area in this folder',
    ]);
  });
});

test('a broken text of the area does not hide what is wrong with its question sets', () => {
  writeFileSync(join(root, 'PQ/texts/de.json'), '{');
  change('PQ/texts/pt.json', '"architect":', '"arquitecto":');
  change(SET, '"question": "PQ-GQ-010"', '"question": "PQ-GQ-0100"');
  expect([...new Set(problems().map(({ file }) => file))]).toEqual([
    'PQ/texts/de.json',
    'PQ/texts/pt.json',
    SET,
  ]);
});

test('all problems are named at once, of every file', () => {
  change(AREA, '"architect"', '"midwife"');
  change(SET, '"question": "PQ-GQ-010"', '"question": "PQ-GQ-0100"');
  const text = readFileSync(join(root, SET_TEXTS('el')), 'utf8');
  writeFileSync(join(root, SET_TEXTS('el')), text.replace('{profession}', '…'));
  rmSync(join(root, SET_TEXTS('bg')));
  writeFileSync(join(root, SET_TEXTS('bg')), '{ "title": 7 }');
  const files = new Set(problems().map(({ file }) => file));
  expect(files).toContain(AREA);
  expect(files).toContain(SET_TEXTS('bg'));
  writeFileSync(
    join(root, SET_TEXTS('bg')),
    text.replace('{profession}', '…').replace('"title"', '"title" '),
  );
  expect(new Set(problems().map(({ file }) => file))).toEqual(
    new Set([AREA, SET, SET_TEXTS('el'), SET_TEXTS('bg'), ...languagesIn(join(root, 'PQ')).map((language) => `PQ/texts/${language}.json`)]),
  );
}); // prettier-ignore

describe('what an area says of a workflow', () => {
  const workflows = [...WORKFLOWS, echo];

  test('is held against what the workflow wants said', () => {
    change(AREA, '"workflows": {', '"workflows": { "echo": { "mostDays": 31 },');
    const compiled = compileAreas(root, workflows);
    const told = 'problems' in compiled ? compiled.problems.map(describeProblem) : [];
    expect(told).toEqual([
      expect.stringContaining(`${AREA}:${lineOf(AREA, '"echo"')} /workflows/echo/mostDays: `),
    ]);
  });

  test('is there for the workflow to read, and for no other', () => {
    change(AREA, '"workflows": {', '"workflows": { "echo": { "mostDays": 30 },');
    const compiled = compileAreas(root, workflows);
    const area = 'areas' in compiled ? compiled.areas.get('PQ') : undefined;
    if (area === undefined) throw new TypeError('the area is in order');
    expect(settingsIn(area, SETTINGS)).toEqual({ mostDays: 30 });
    expect(setIn(area, SETTINGS, { id: 'pq-general', version: '1.0.0' })).toBeUndefined();
  });

  test('is a mistake where there is no such workflow', () => {
    change(AREA, '"workflows": {', '"workflows": { "echo": { "mostDays": 30 },');
    expect(described()[0]).toContain(`${AREA}:${lineOf(AREA, '"echo"')} /workflows`);
  });
});
