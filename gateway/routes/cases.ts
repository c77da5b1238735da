import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { defined } from '../../domain/kernel/optional.ts';
import { code, instant, oneOf } from '../../domain/kernel/says.ts';
import type { Listed } from '../../domain/kernel/part.ts';
import type { Catalogue } from '../../schemas/catalogue.ts';
import { isCountry } from '../../domain/values/country.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';
import type { Hub } from '../../hub/hub.ts';
import { listCases } from '../../hub/case/list.ts';
import { caseNumber } from '../../schemas/message/envelope.ts';
import type { CasePage, ListedCase, PlaceInList } from '../../hub/ports/store.ts';
import type { GatewayPlugin } from '../deps.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';

const Line = Type.Object({
  case: Type.String({ description: 'Case number.' }),
  workflow: Type.String(),
  area: Type.Optional(
    Type.String({ description: 'Code of the legislative area; absent where the case belongs to none.' }),
  ),
  authority: Type.String({
    description: 'Whose line it is: one of yours, or one whose cases you may look into as its coordinator.',
  }),
  parties: Type.Array(Type.String(), { description: 'As what it takes part.' }),
  status: Type.String({ description: 'As that authority may know it.' }),
  waitsForIt: Type.Boolean({ description: 'The case waits for something that this authority is to do.' }),
  since: Type.String({
    format: 'date-time',
    description: 'When it was sent or received; a draft, when it was begun.',
  }),
  late: Type.Optional(Type.String({ description: 'What is late in it.' })),
  others: Type.Array(Type.String(), { description: 'The authorities that it is about it with.' }),
  countries: Type.Array(Type.String(), { description: 'Member States of the others (ISO 3166, and EL).' }),
});
const Page = Type.Object({
  cases: Type.Array(Line, { description: 'The newest first.' }),
  next: Type.Optional(
    Type.String({ description: 'Ask with it as `after` for what follows; absent on the last page.' }),
  ),
});

const codes = (description: string) => Type.Optional(Type.Array(code(60), { maxItems: 40, description }));

const Paging = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  after: Type.Optional(
    Type.String({ maxLength: 400, pattern: '^[A-Za-z0-9_-]+$', description: '`next` of the page before.' }),
  ),
  authority: Type.Optional(code(60, { about: 'Only what this one of yours has to do or may see.' })),
};
const Tasks = Type.Object(Paging);
const INSTANT =
  '^[12]\\d{3}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$';
const moment = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', pattern: INSTANT, maxLength: 40, description }));

/** What a search can ask for is what the workflows say that their lists tell. */
function searchOf({ workflows }: Pick<Catalogue, 'workflows'>) {
  const any = (of: (listed: Listed) => readonly string[], description: string) => {
    const words = [...new Set([...workflows.values()].flatMap(({ listed }) => of(listed)))];
    return Type.Optional(Type.Array(oneOf(words), { maxItems: 40, description }));
  };
  return Type.Object({
    ...Paging,
    workflow: codes('Of any of these workflows.'),
    area: codes('Of any of these legislative areas.'),
    status: any(({ statuses }) => statuses, 'In any of these statuses, as you may know them.'),
    country: codes('With any of these Member States (ISO 3166, but EL and UK; EU is the Commission).'),
    case: Type.Optional(caseNumber('The case of this number.')),
    counterpart: codes('With any of these authorities.'),
    party: any(
      ({ parties }) => parties,
      'In which you take part as any of these, such as `requesting authority` for those sent, `responding authority` for those received, `involved coordinator` for those that you were to approve or to referee.',
    ),
    late: any(({ late }) => late, 'In which any of these is late.'),
    from: moment('Sent or received from then on.'),
    before: moment('Sent or received before then.'),
  });
}

/** What waits for an authority, and all the cases that it has a part in (handbook 5.3.9). */
export const caseRoutes: GatewayPlugin = (app, { hub }, done) => {
  const Search = searchOf(hub.catalogue);
  app.get('/tasks', {
    schema: {
      ...about('listTasks', 'List the cases that wait for something that you are to do, the newest first.'),
      querystring: Tasks,
      response: { 200: Page },
    },
    handler: async (request, reply) => {
      const asked = askedOf(request.query, systemOf(request).authorities);
      if ('problem' in asked) return sendProblem(reply, asked.problem);
      return pageOf(
        await listCases(hub, asked.authorities, { ...asked.page, waitsFor: systemOf(request).roles }),
      );
    },
  });
  app.get('/cases', {
    schema: {
      ...about('searchCases', 'Search the cases that you have a part in, the newest first.'),
      querystring: Search,
      response: { 200: Page },
    },
    handler: async (request, reply) => {
      const asked = askedOf(request.query, systemOf(request).authorities);
      if ('problem' in asked) return sendProblem(reply, asked.problem);
      const never = impossibleIn(hub, request.query);
      if (never !== undefined)
        return sendProblem(reply, { code: 'REQUEST_INVALID', facts: { problem: never } });
      const { workflow, area, status, country, from, before } = request.query;
      const { party, counterpart, case: number, late } = request.query;
      const criteria = {
        ...defined('workflows', workflow),
        ...defined('areas', area),
        ...defined('statuses', status),
        ...defined('countries', country),
        ...defined('parties', party),
        ...defined('others', counterpart),
        ...defined('number', number),
        ...defined('late', late),
        ...defined('from', instantOf(from)),
        ...defined('before', instantOf(before)),
      };
      return pageOf(await listCases(hub, asked.authorities, { ...asked.page, ...criteria }));
    },
  });
  done();
};

/** A value that no case can ever have: whoever misspells one is not to take the empty page for an answer. */
function impossibleIn(
  { catalogue, areas }: Pick<Hub, 'catalogue' | 'areas'>,
  { workflow = [], area = [], country = [] }: Static<ReturnType<typeof searchOf>>,
): string | undefined {
  const [first] = [
    ...wrong('workflow', workflow, (one) => catalogue.workflows.has(one)),
    ...wrong('area', area, (one) => areas.current().has(one)),
    ...wrong('country', country, isMemberState),
  ];
  return first;
}

function wrong(name: string, given: readonly string[], isKnown: (one: string) => boolean): readonly string[] {
  return given.filter((one) => !isKnown(one)).map((one) => `there is no ${name} ${one}${otherwise(one)}`);
}

function isMemberState(state: string): boolean {
  return state === 'EU' || (isCountry(state) && NOT_WRITTEN[state] === undefined);
}

/** Codes of ISO 3166-1 in whose place the Union has others. */
const NOT_WRITTEN: Readonly<Record<string, string>> = { GR: 'EL', GB: 'UK' };

function otherwise(state: string): string {
  const other = NOT_WRITTEN[state];
  return other === undefined ? '' : `, which is written ${other}`;
}

/** Whatever its time zone and precision. */
function instantOf(given: string | undefined): Instant | undefined {
  return given === undefined ? undefined : new Date(given).toISOString();
}

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['cases'] };
}

type Asked = Static<typeof Tasks>;

/** For whom, and which page. */
function askedOf({ authority, after, limit }: Asked, own: readonly string[]) {
  if (authority !== undefined && !own.includes(authority))
    return { problem: { code: 'NOT_YOUR_AUTHORITY', facts: { authority } } } as const;
  const place = after === undefined ? undefined : placeIn(after);
  if (after !== undefined && place === undefined)
    return {
      problem: { code: 'REQUEST_INVALID', facts: { problem: 'after is no place in a list' } },
    } as const;
  const authorities = authority === undefined ? own : [authority];
  return { authorities, page: { limit, ...defined('after', place) } };
}

function pageOf({ cases, next }: CasePage): Static<typeof Page> {
  return { cases: cases.map(lineOf), ...(next === undefined ? {} : { next: tokenOf(next) }) };
}

function lineOf({ number, workflow, area, authority, parties, status, waitsFor, since, late, others, countries }: ListedCase): Static<typeof Line> {
  return { case: number, workflow, ...(area === '' ? {} : { area }), authority, parties: [...parties], status, waitsForIt: waitsFor !== undefined, since, ...defined('late', late), others: [...others], countries: [...countries] };
} // prettier-ignore

function tokenOf({ since, number, authority }: PlaceInList): string {
  return Buffer.from(JSON.stringify([since, number, authority])).toString('base64url');
}

/** Of a case in a list: since when, its number, and whose line it is. */
const Place = Type.Tuple([instant(), caseNumber(), code(60)]);

/** It tells no more than whoever has it was told; one that was made up leads to another place in the same list. */
function placeIn(token: string): PlaceInList | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (!Value.Check(Place, place)) return undefined;
    const [since, number, authority] = place;
    return { since, number, authority };
  } catch {
    return undefined;
  }
}
