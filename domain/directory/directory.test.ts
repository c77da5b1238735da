import { expect, test } from 'vitest';
import { directoryWith } from '../testing/cast.ts';
import { buildDirectory, makeDirectory } from './directory.ts';

const { authorities, systems } = directoryWith();

test('a directory that is built in parts is the one that is made at once', () => {
  const builder = buildDirectory(7);
  for (const authority of authorities.values()) builder.addAuthorities([authority]);
  for (const system of systems.values()) builder.addSystems([system]);
  expect(builder.directory).toEqual(makeDirectory(7, [...authorities.values()], [...systems.values()]));
  expect(builder.directory).toEqual(directoryWith({ version: 7 }));
});

test('a further authority of a country does not have all before it copied', () => {
  const builder = buildDirectory(1);
  const [first, ...others] = [...authorities.values()].filter(({ country }) => country === 'DE');
  builder.addAuthorities(first === undefined ? [] : [first]);
  const list = builder.directory.byCountryAndArea.get('DE/PQ');
  builder.addAuthorities(others);
  expect(builder.directory.byCountryAndArea.get('DE/PQ')).toBe(list);
  expect(list).toHaveLength(1 + others.length);
});
