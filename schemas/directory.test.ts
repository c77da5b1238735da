import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { ACCESS } from '../domain/request/access.ts';
import { echo } from '../domain/testing/echo/index.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { directoryJsonSchema, directoryRules, readDirectoryFile } from './directory.ts';

const training: unknown = JSON.parse(readFileSync('training/directory.json', 'utf8'));

/** A copy of the training directory in which one place has been changed. */
function changed(path: string, value: unknown): unknown {
  const keys = path.split('/').slice(1);
  return replaced(training, keys, value);
}

function replaced(within: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(within))
    return within.map((item, index) => (String(index) === key ? replaced(item, rest, value) : item));
  const members = new Map<string, unknown>(Object.entries(Object(within)));
  return Object.fromEntries(members.set(key, replaced(members.get(key), rest, value)));
}

function problems(value: unknown): readonly string[] {
  const read = readDirectoryFile(value);
  return 'problems' in read ? read.problems : [];
}

function firstWhere(test_: (authority: { areas: { request?: { role: string } }[] }) => boolean): number {
  const read = readDirectoryFile(training);
  if ('problems' in read) throw new Error(read.problems.join());
  return read.authorities.findIndex((authority) => test_({ areas: authority.areas.map(({ workflows: { request } }) => (request === undefined ? {} : { request })) }));
} // prettier-ignore

const ordinary = firstWhere(({ areas }) => areas[0]?.request?.role === 'authority');

test('the training directory is in order', () => {
  expect(readDirectoryFile(training)).toEqual(training);
});

test.each([
  ['/authorities/0/country', 'Germany', ''],
  ['/authorities/0/status', 'on holiday', ''],
  ['/authorities/0/languages', [], ''],
  ['/authorities/0/informalTitle', { xx: 'in no language' }, '/xx'],
  ['/systems/0/format', 'csv', ''],
  ['/systems/0/secret', 'x', ''],
  ['/systems/0/signature', 'sometimes', ''],
  ['/systems/0/certificates', ['no certificate'], '/0'],
])('a wrong value at %s is told once, with its place and the id of the entry', (path, value, deeper) => {
  const [problem = '', ...others] = problems(changed(path, value));
  expect(problem).toMatch(new RegExp(`^${path}${deeper} \\([A-Za-z0-9-]+\\): `));
  expect(others).toEqual([]);
});

test('its published JSON Schema is of 2020-12, takes the training directory, and refuses another', () => {
  const ajv = new Ajv2020({ strict: true });
  const validate = ajv.compile(directoryJsonSchema());
  expect(validate(training)).toBe(true);
  expect(validate(changed('/systems/0/format', 'csv'))).toBe(false);
});

test('many authorities are checked without comparing each with each', () => {
  const read = readDirectoryFile(training);
  const authorities = 'problems' in read ? [] : read.authorities;
  let looks = 0;
  const many = Array.from({ length: 1000 }, (_, index) => {
    const authority = { ...authorities[index % authorities.length] };
    return Object.defineProperty(authority, 'id', {
      enumerable: true,
      get: () => ((looks += 1), `PT-${index}`),
    });
  });
  readDirectoryFile({ version: 1, authorities: many, systems: [] });
  expect(looks).toBeLessThan(20 * many.length);
});

test('a coordinator must be linked to every authority, and be one of its own Member State', () => {
  const links = `/authorities/${ordinary}/areas/0/workflows/request/linkedCoordinators`;
  expect(problems(changed(links, []))).toEqual([
    expect.stringMatching(/linkedCoordinators \([A-Z-]+\): a coordinator has to be linked in PQ$/),
  ]);
  expect(problems(changed(links, ['XX-NOBODY']))).toEqual([
    expect.stringMatching(
      /linkedCoordinators\/0 \([A-Z-]+\): this is no request coordinator of [A-Z]{2} in PQ$/,
    ),
  ]);
});

test('an authority needs a keyword', () => {
  expect(problems(changed(`/authorities/${ordinary}/areas/0/keywords`, []))).toEqual([
    expect.stringMatching(/keywords \([A-Z-]+\): a keyword is needed in PQ$/),
  ]);
});

test('an authority has one system, of its own country', () => {
  const read = readDirectoryFile(training);
  const systems = 'problems' in read ? [] : read.systems;
  const [first] = systems;
  const other = systems.findIndex(({ country }) => country !== first?.country);
  const foreign = systems[other]?.authorities[0] ?? '';
  expect(problems(changed('/systems/0/authorities', [foreign])).toSorted()).toEqual(
    [
      `/systems/0/authorities/0 (${first?.id ?? ''}): ${foreign} is no authority of ${first?.country ?? ''}`,
      `/systems/${other}/authorities/0 (${systems[other]?.id ?? ''}): two systems speak for ${foreign}`,
    ].toSorted(),
  );
});

test('an authority that stands twice is named', () => {
  const read = readDirectoryFile(training);
  const authorities = 'problems' in read ? [] : read.authorities;
  const [first] = authorities;
  expect(problems({ ...Object(training), authorities: [...authorities, first] })).toEqual([
    `/authorities/${authorities.length}/id (${first?.id ?? ''}): the authority stands twice`,
  ]);
});

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

test('a system may be registered with certificates; to have to sign it needs one', () => {
  expect(problems(changed('/systems/0/certificates', [PEM, PEM.replaceAll('\n', '\r\n')]))).toEqual([]);
  expect(problems(changed('/systems/0/signature', 'optional'))).toEqual([]);
  expect(problems(changed('/systems/0/signature', 'mandatory'))).toEqual([
    expect.stringMatching(
      /^\/systems\/0\/signature \([a-z-]+\): it has to sign its messages, and has no certificate to sign with$/,
    ),
  ]);
});

function at(place: string): string {
  return `/authorities/${ordinary}/areas/0/workflows/echo${place}`;
}

describe('the access to a workflow', () => {
  const known = directoryRules([...WORKFLOWS, echo]);
  const called = { role: 'caller', status: 'active', linkedCoordinators: [], flags: { isMute: true } };

  function told(value: unknown, rules?: typeof known): readonly string[] {
    const read = readDirectoryFile(changed(at(''), value), rules);
    return 'problems' in read ? read.problems.map((problem) => problem.replace(/ \([A-Z-]+\)/, '')) : [];
  }

  test('is given by the words and flags of its own workflow, and to none that the hub has not', () => {
    const coordinating = { ...called, role: 'call coordinator' };
    expect(told(coordinating, known)).toEqual([]);
    expect(told(coordinating)).toEqual([expect.stringContaining(`${at('')}: `)]);
    expect(told({ ...coordinating, role: 'request coordinator' }, known)).toEqual([
      expect.stringContaining(`${at('/role')}: `),
    ]);
    expect(told({ ...coordinating, flags: { mayAccept: true } }, known)).toEqual(
      expect.arrayContaining([expect.stringContaining(`${at('/flags/mayAccept')}: `)]),
    );
  });

  test('needs a coordinator of that very workflow', () => {
    const coordinator = firstWhere(({ areas }) => areas[0]?.request?.role === 'request coordinator');
    const { id = '' } = Object(training).authorities[coordinator];
    expect(told(called, known)).toEqual([
      `${at('/linkedCoordinators')}: a coordinator has to be linked in PQ`,
    ]);
    expect(told({ ...called, linkedCoordinators: [id] }, known)).toEqual([
      expect.stringContaining('this is no echo coordinator of'),
    ]);
  });
});

test.each(['Amt\n\nUrgent', 'Amt\u202e', ' ', '\u00ad', 'Amt\u0000'])(
  'a title of %j is no line of text',
  (title) => {
    expect(problems(changed('/authorities/0/officialName', title))).toHaveLength(1);
    expect(problems(changed('/authorities/0/informalTitle', { de: title }))).toHaveLength(1);
  },
);

test.each(['a,b@amt.example', 'a@b.example,c', 'a@b.example;x', 'Amt<a@b.example>', `${'a'.repeat(65)}@b.example`, 'a\u0000@b.example', 'a@', 'a b@c.example'])('no e-mail could be sent to %j', (address) => {
  expect(problems(changed('/authorities/0/email', address))).toHaveLength(1);
}); // prettier-ignore

test('flags that are not set have the defaults of their workflow', () => {
  const place = `/authorities/${ordinary}/areas/0/workflows/request/flags`;
  const read = readDirectoryFile(changed(place, { mayRefuse: true }));
  const authorities = 'problems' in read ? [] : read.authorities;
  expect(authorities[ordinary]?.areas[0]?.workflows['request']?.flags).toEqual({ ...ACCESS.flags, mayRefuse: true });
  expect(ACCESS.flags).toMatchObject({ mayRefuse: false, mayAccept: true, participatesInReferral: true });
}); // prettier-ignore
