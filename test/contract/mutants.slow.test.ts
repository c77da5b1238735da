import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import type { Fault } from '../../domain/kernel/refusals.ts';
import { makeBook } from '../../schemas/catalogue.ts';
import { BEYOND } from './beyond.ts';
import { hasJava, judgedByJava, WITHOUT_JAVA } from './java.ts';
import { openJudges } from './judges.ts';
import { mutantsOf } from './mutants.ts';
import { publishedFolder } from './published.ts';
import { judgedByPython, python, WITHOUT_PYTHON } from './python.ts';

/** Raise it, and take another seed, to look for what a few seconds do not find. */
const EACH = 4;
const SEED = 20_261_126;
const PATIENCE = 120_000;

const codecs = compileCodecs(makeBook());
const folder = publishedFolder();
const mutants = mutantsOf(EACH, SEED);
const texts = { json: mutants.map(({ json }) => json), xml: mutants.map(({ xml }) => xml) };
const CONTENT_TYPES = { json: 'application/json', xml: 'application/xml' } as const;

function faultsOf(form: 'json' | 'xml', text: string): readonly Fault[] {
  const decoded = codecs.decode(Buffer.from(text), CONTENT_TYPES[form]);
  return 'faults' in decoded ? decoded.faults : [];
}

/** The hub may refuse what a schema cannot express, if that is all it finds; it never takes what a schema refuses. */
function disagreements(form: 'json' | 'xml', isRight: readonly boolean[]): readonly string[] {
  const rules = BEYOND.filter((rule) => rule.form === form);
  return texts[form].flatMap((text, index) => {
    const faults = faultsOf(form, text);
    const isExpected = faults.length > 0 && faults.every((fault) => rules.some((rule) => rule.keeps(fault)));
    if (isRight[index] === (faults.length === 0) || (isRight[index] === true && isExpected)) return [];
    const said = faults.map(({ code, path, facts }) => `${code} ${path} ${JSON.stringify(facts)}`);
    return [`schema: ${String(isRight[index])}, hub: ${said.join('; ')}\n${text}`];
  });
}

test(
  'there are hundreds of mutants, right ones and wrong ones in both forms',
  () => {
    expect(mutants.length).toBeGreaterThan(300);
    for (const form of ['json', 'xml'] as const) {
      const wrong = texts[form].filter((text) => faultsOf(form, text).length > 0).length;
      expect(wrong).toBeGreaterThan(mutants.length / 4);
      expect(mutants.length - wrong).toBeGreaterThan(mutants.length / 10);
    }
  },
  PATIENCE,
);

describe('the hub takes what the published schemas allow, and refuses what they refuse', () => {
  test('by libxml2', () => {
    const judges = openJudges(folder);
    const isRight = texts.xml.map((text) => judges.xml(text) === undefined);
    expect(disagreements('xml', isRight)).toEqual([]);
  }, PATIENCE);

  test.skipIf(!hasJava)(`by Xerces in Java, unless ${WITHOUT_JAVA}`, () => {
    expect(disagreements('xml', judgedByJava(folder, texts.xml))).toEqual([]);
  }, PATIENCE);

  test.each([{ u: true }, { u: false }])('by ajv with regular expressions of $u', (options) => {
    const judges = openJudges(folder, options);
    const isRight = texts.json.map((text) => judges.json(text) === undefined);
    expect(disagreements('json', isRight)).toEqual([]);
  }, PATIENCE);

  test.skipIf(python() === undefined)(`by jsonschema in Python, unless ${WITHOUT_PYTHON}`, () => {
    const isRight = judgedByPython(folder, texts.json).map((fault) => fault === undefined);
    expect(disagreements('json', isRight)).toEqual([]);
  }, PATIENCE);
}); // prettier-ignore

test(
  'every rule beyond the schemas stands in the page on messages, and some mutant tries it',
  () => {
    const page = readFileSync('docs/messages.md', 'utf8').replaceAll(/\s+/g, ' ');
    for (const { form, says, keeps } of BEYOND) {
      expect(page).toContain(says);
      expect(texts[form].some((text) => faultsOf(form, text).some(keeps))).toBe(true);
    }
  },
  PATIENCE,
);
