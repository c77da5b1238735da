import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  findCircle, importsOf, isForTests, isThere, packageOf, roomOf, sourceFiles, withoutComments,
} from './imports.ts'; // prettier-ignore

/** The law of the house: who may import whom. To change it takes a line in docs/decisions. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  schemas: ['domain'],
  hub: ['domain', 'schemas'],
  adapters: ['domain', 'schemas', 'hub'],
  signing: ['domain', 'schemas', 'hub'],
  worker: ['domain', 'schemas', 'hub', 'adapters'],
  gateway: ['domain', 'schemas', 'hub'],
  // National systems share nothing with the hub but the published schemas.
  connector: [],
  prisma: [],
};

/** Where adapters, signing and gateway are put together. */
const ROOTS =
  /^(worker\/main\.ts|worker\/all-in-one[a-z-]*\.ts|worker\/(hub|start)\.ts|worker\/press\.ts|gateway\/(main|start)\.ts|gateway\/judging-main\.ts)$/;
const ROOTS_MAY = ['domain', 'schemas', 'hub', 'adapters', 'signing', 'gateway', 'worker'];

/** All that the inner rooms may know of the world. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  domain: /^typebox$/,
  schemas: /^(typebox|ajv|jsonc-parser|node:fs|node:path)$/,
  hub: /^node:crypto$/,
};

/** Who alone knows a library. */
const KNOWN_TO: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^amqplib$/, ['adapters', 'connector']],
  [/^(pg|@prisma\/.*)$/, ['adapters', 'prisma']],
  [/^saxes$/, ['adapters', 'signing']],
  [/^(fast-xml-parser|xmlbuilder2)$/, ['connector']],
  [/^asn1js$/, ['signing', 'connector']],
  [/^(pino|prom-client|nodemailer)$/, ['adapters']],
  [/^(pdfkit|@cantoo\/pdf-lib|node-forge|pkijs|@signpdf\/.*|piscina)$/, ['signing']],
  [/^(fastify|fastify-plugin|@fastify\/.*)$/, ['gateway']],
  [/^ajv(-formats)?$/, ['schemas', 'connector']],
];

const files = sourceFiles();
const programs = files.filter((file) => !isForTests(file) && MAY[roomOf(file)] !== undefined);
const imports = files.flatMap(importsOf);
const ofPrograms = imports.filter(({ from }) => programs.includes(from));

test('the files and their imports have been seen', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(programs.length).toBeGreaterThan(100);
  expect(ofPrograms.length).toBeGreaterThan(400);
  for (const room of Object.keys(MAY)) expect(programs.map(roomOf)).toContain(room);
});

test('every imported file is there, so that the imports have been read aright', () => {
  const lost = ofPrograms.filter(({ file }) => file !== undefined && !isThere(file));
  expect(lost.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([]);
});

describe('who may import whom', () => {
  test('each room only the rooms below it', () => {
    const wrong = ofPrograms.filter(({ from, file }) => {
      const [here, there] = [roomOf(from), roomOf(file ?? from)];
      const allowed = ROOTS.test(from) ? ROOTS_MAY : (MAY[here] ?? []);
      return here !== there && !allowed.includes(there);
    });
    expect(wrong.map(({ from, file }) => `${from} -> ${file ?? ''}`)).toEqual([]);
  });

  test('no program anything that is there for tests', () => {
    const wrong = ofPrograms.filter(({ from, file }) => file !== undefined && isForTests(file) && roomOf(from) !== 'signing');
    expect(wrong.map(({ from, file }) => `${from} -> ${file ?? ''}`)).toEqual([]);
  }); // prettier-ignore

  test('the composition roots that the law names are there', () => {
    const roots = programs.filter((file) => ROOTS.test(file));
    for (const file of [
      'worker/main.ts',
      'gateway/main.ts',
      'gateway/start.ts',
      'worker/hub.ts',
      'worker/start.ts',
      'worker/press.ts',
    ])
      expect(roots).toContain(file);
    expect(roots.some((file) => file.startsWith('worker/all-in-one'))).toBe(true);
  });

  test('no file in a circle', () => {
    const running = imports.filter(({ file, isType }) => file !== undefined && !isType);
    const edges = new Map(
      files.map((file) => [
        file,
        running.filter(({ from }) => from === file).map(({ file: next = '' }) => next),
      ]),
    );
    expect(findCircle(files, edges)).toEqual([]);
  });

  test('a circle would be found', () => {
    const edges = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCircle(['a', 'b', 'c'], edges)).toEqual(['b', 'c', 'b']);
  });
});

describe('who may know which library', () => {
  const packages = ofPrograms.filter(({ file }) => file === undefined);

  test.each(Object.entries(PACKAGES))('%s knows nothing else', (room, allowed) => {
    const wrong = packages.filter(
      ({ from, specifier }) => roomOf(from) === room && !allowed.test(packageOf(specifier)),
    );
    expect(wrong.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([]);
  });

  test.each(KNOWN_TO.map(([library, rooms]) => ({ library, rooms })))(
    '$library is known to $rooms alone',
    ({ library, rooms }) => {
      const known = packages.filter(({ specifier }) => library.test(packageOf(specifier)));
      const wrong = known.filter(({ from }) => !rooms.includes(roomOf(from)) && !ROOTS.test(from));
      expect(wrong.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([]);
    },
  );

  test('the connector depends on nothing but its own files and its libraries', () => {
    const wrong = ofPrograms.filter(({ from, file }) => roomOf(from) === 'connector' && file !== undefined && roomOf(file) !== 'connector');
    expect(wrong).toEqual([]);
  }); // prettier-ignore
});

describe('the rules', () => {
  const rules = files.filter((file) => roomOf(file) === 'domain' && !file.endsWith('.test.ts'));

  test.each(rules)('of %s know no clock, no chance and no surroundings', (file) => {
    const text = withoutComments(readFileSync(file, 'utf8'));
    const outside = /\b(new Date|Date\.|Math\.random|process\.|globalThis|console\.|crypto\.|performance\.|setTimeout|setInterval|fetch\(|Intl\.|toLocale)/;
    expect(outside.exec(text)?.[0]).toBeUndefined();
  }); // prettier-ignore

  test('are told in short files', () => {
    const long = files
      .filter((file) => roomOf(file) === 'domain')
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });
});

describe('the clock', () => {
  // Programs that a person starts and waits for, and the connector, which is a system's own, look at the wall themselves.
  const asking = programs.filter((file) => ['hub', 'worker', 'gateway', 'adapters'].includes(roomOf(file)));

  test('is asked for the time of day by its port alone, so that tests can move it and no wait depends on it', () => {
    expect(asking.length).toBeGreaterThan(100);
    const wrong = asking.filter((file) => /\bDate\.now\b|\bnew Date\(\)/.test(withoutComments(readFileSync(file, 'utf8'))));
    expect(wrong).toEqual(['adapters/clock.ts']);
  }); // prettier-ignore
});

test('no file is called utils', () => {
  expect(files.filter((file) => /^(utils?|helpers?|common|misc)\./.test(basename(file)))).toEqual([]);
});

describe('reading imports', () => {
  test('sees every way to import, and nothing in comments', () => {
    const specifiers = importsOf('test/architecture/sample.ts.txt').map(
      ({ specifier, isType }) => `${specifier}${isType ? ' (type)' : ''}`,
    );
    expect(specifiers.toSorted()).toEqual(['a', 'b (type)', 'c', 'd', 'e', 'f', 'g (type)', 'h', '@i/j/k'].toSorted());
  }); // prettier-ignore

  test('names packages and rooms', () => {
    expect(['@a/b/c', 'd/e', 'node:fs', 'f'].map(packageOf)).toEqual(['@a/b', 'd', 'node:fs', 'f']);
    expect(['hub/x.ts', 'domain/a/b.ts'].map(roomOf)).toEqual(['hub', 'domain']);
  });
});
