import type { Flat } from './tree.ts';

const UTC_TIME = 0x17;
const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/;

/** UTCTime or GeneralizedTime in the forms of RFC 5280, 4.1.2.5 and RFC 3161, 2.4.2; undefined for anything else. */
export function readTime(value: Flat | undefined): Date | undefined {
  if (value?.tag !== UTC_TIME && value?.tag !== 0x18) return undefined;
  const text = Buffer.from(value.content).toString('latin1');
  const parts = (value.tag === UTC_TIME ? UTC : GENERALIZED).exec(text);
  if (parts === null) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction = '0'] = parts;
  const date = `${value.tag === UTC_TIME ? fullYear(year) : year}-${month}-${day}`;
  const instant = new Date(`${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** Two digits from 50 on belong to the last century. */
function fullYear(year: string): string {
  return `${Number(year) >= 50 ? '19' : '20'}${year}`;
}
