import { readFileSync } from 'node:fs';
import type { StoredCase } from './database.ts';
import type { Read } from './read.ts';

/**
 * A stub where the hub has its rules: who may speak, which questions there are, whether the date is to come, who is competent
 * (one line of a table), which command leads from which status to which, and whether its sender has seen the newest version.
 */

type Move = {
  /** None where it opens a case. */
  readonly from?: readonly string[];
  readonly to: string;
  /** What the other authority is told. */
  readonly tells: string;
  readonly by: 'requesting' | 'responding';
};

export const MOVES: Readonly<Record<string, Move>> = {
  'request.send': { to: 'awaitingAcceptance', tells: 'request.arrived', by: 'requesting' },
  'request.accept': { from: ['awaitingAcceptance'], to: 'accepted', tells: 'request.accepted', by: 'responding' },
  'request.addMessage': { from: ['accepted'], to: 'accepted', tells: 'request.messageAdded', by: 'responding' },
  'request.reply': { from: ['accepted'], to: 'replyProvided', tells: 'request.replied', by: 'responding' },
  'request.close': { from: ['replyProvided'], to: 'closed', tells: 'request.closed', by: 'requesting' },
}; // prettier-ignore

const SYSTEMS: Readonly<Record<string, string>> = {
  'AT-T-GESUNDHEIT': 'at-anerkennung',
  'DE-T-BAYERN': 'de-laender',
};

const COMPETENT: Readonly<Record<string, string>> = { 'DE DE2 nurse-general-care': 'DE-T-BAYERN' };

export function systemOf(authority: string): string {
  return SYSTEMS[authority] ?? '';
}

const SET = 'schemas/areas/PQ/question-sets/pq-general/1.0.0/set.json';

type Asked = { readonly question: string };
type Request = {
  readonly addressee: {
    readonly criteria?: {
      readonly country: string;
      readonly region?: string;
      readonly keywords: readonly string[];
    };
  };
  readonly questions: readonly Asked[];
  readonly deadline?: string;
};

export type Rules = {
  /** What is wrong with a new request, and who is competent for it. */
  opening(message: Read, today: string): { readonly faults: readonly string[]; readonly responding: string };
  /** What is wrong with a command on a case. */
  moving(message: Read, file: StoredCase | null): readonly string[];
};

export function openRules(): Rules {
  const set = JSON.parse(readFileSync(SET, 'utf8')) as { questions: readonly { readonly id: string }[] };
  const known = new Set(set.questions.map(({ id }) => id));
  return {
    opening(message, today) {
      const { addressee, questions, deadline } = message.data as Request;
      const { country, region, keywords } = addressee.criteria ?? { country: '', keywords: [] };
      const responding = COMPETENT[[country, region, ...keywords].join(' ')] ?? '';
      const faults = [
        ...speaker(message),
        ...(responding === '' ? ['nobody is competent'] : []),
        ...(deadline !== undefined && deadline < today ? ['the deadline has passed'] : []),
        ...questions.filter(({ question }) => !known.has(question)).map(({ question }) => `no question ${question}`),
      ];
      return { faults, responding };
    },
    moving(message, file) {
      if (file === null) return ['there is no such case'];
      const move = MOVES[message.type];
      const isTheirs = move !== undefined && file[move.by] === message.authority;
      return [
        ...speaker(message),
        ...(isTheirs ? [] : ['not for this authority to say']),
        ...(move?.from?.includes(file.status) === true ? [] : [`not while it is ${file.status}`]),
        ...(message.caseversion === file.version ? [] : ['the case has moved on']),
      ];
    },
  };
} // prettier-ignore

function speaker({ authority, system }: Read): readonly string[] {
  return SYSTEMS[authority] === system ? [] : ['the system does not speak for the authority'];
}
