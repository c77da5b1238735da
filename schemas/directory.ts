import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Workflow } from '../domain/case/workflow.ts';
import type { AccessRule } from '../domain/directory/access-rule.ts';
import {
  ACCESS_STATUSES, AREA_ROLES, AUTHORITY_STATUSES, CHANNELS, FORMATS, SIGNING,
  type AreaAccess, type Authority, type NationalSystem, type WorkflowAccess,
} from '../domain/directory/authority.ts'; // prettier-ignore
import { areaAccess } from '../domain/directory/directory.ts';
import { LANGUAGES } from '../domain/kernel/language.ts';
import { flag, integer, line, list, oneOf, optional, record } from '../domain/kernel/says.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { explain, shown, type Problem } from './message/explain.ts';
import { published } from './message/json-schema.ts';
import { shapeOf, type Shape } from './message/shape.ts';

/** A directory file: authorities and the systems that speak for them. */
export type DirectoryFile = {
  readonly version: number;
  readonly authorities: readonly Authority[];
  readonly systems: readonly NationalSystem[];
};

const Id = Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$' });
const Country = Type.String({
  minLength: 2,
  maxLength: 2,
  pattern: '^[A-Z]{2}$',
  description:
    'Member State, as the Interinstitutional style guide has it: EL, not GR; EU for the Commission.',
});
const LanguageCode = oneOf(LANGUAGES);
const Access = oneOf(ACCESS_STATUSES);

/** One address without name, quotes or lists: what an e-mail can be sent to (a part of RFC 5321, 4.1.2). */
const MAILBOX_PART = '[^\\s<>@"(),:;\\[\\]\\\\\\u0000-\\u001f\\u007f-\\u009f]';
export const ADDRESS = `^${MAILBOX_PART}{1,64}@${MAILBOX_PART}{1,189}$`;

/** The file's shape, given which access and which user roles the workflows know. */
function fileShape(workflows: readonly Workflow[]) {
  const rules = workflows.flatMap(({ inAreas }) => inAreas?.access ?? []);
  return record(
    {
      version: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      authorities: list('authority', authorityShape(rules), { max: 1_000_000 }),
      systems: list('system', systemShape(rolesOf(workflows)), { max: 100_000 }),
    },
    'Authorities, and the systems that speak for them.',
  );
}

function rolesOf(workflows: readonly Workflow[]): readonly string[] {
  return [...new Set(workflows.flatMap(({ roles }) => roles))];
}

function accessShape({ roles, flags }: AccessRule) {
  return record({
    role: oneOf(roles),
    status: Access,
    linkedCoordinators: list('authority', Id, { max: 100 }),
    linkedAuthorities: optional(list('authority', Id, { max: 100 })),
    flags: record(
      Object.fromEntries(
        Object.entries(flags).map(([name, usual]) => [
          name,
          optional(flag(`${String(usual)} where it is not said.`)),
        ]),
      ),
    ),
  });
}

function areaShape(rules: readonly AccessRule[]) {
  const workflows = rules.map((rule) => [rule.workflow, optional(accessShape(rule))] as const);
  return record({
    area: Id,
    role: oneOf(AREA_ROLES),
    status: Access,
    keywords: list('keyword', Id, { max: 10_000 }),
    workflows: record(Object.fromEntries(workflows), 'Access to the workflows of the area.'),
  });
}

const Title = line(300);

function authorityShape(rules: readonly AccessRule[]) {
  return record({
    id: Id,
    country: Country,
    officialName: Title,
    informalTitle: record(
      Object.fromEntries(LANGUAGES.map((language) => [language, optional(Title)])),
      'Its own short title, in the languages into which it has been translated.',
    ),
    languages: list('language', LanguageCode, { min: 1, max: LANGUAGES.length }),
    email: Type.String({ maxLength: 254, pattern: ADDRESS }),
    status: oneOf(AUTHORITY_STATUSES),
    region: optional(
      Type.String({
        maxLength: 5,
        pattern: '^[A-Z]{2}[A-Z0-9]{0,3}$',
        description: 'NUTS code; absent where it serves the whole Member State.',
      }),
    ),
    generalCompetence: flag('Competent for all economic and policy areas.'),
    economicActivities: list('activity', Type.String({ maxLength: 20 }), { max: 10_000 }),
    areas: list('area', areaShape(rules), { max: 1000 }),
    training: flag('Invented, for training; never a real body.'),
  });
}

/** One certificate, as RFC 7468 (5) writes it. */
const Certificate = Type.String({
  pattern: '^-----BEGIN CERTIFICATE-----\\r?\\n[A-Za-z0-9+/=\\r\\n]+-----END CERTIFICATE-----\\s*$',
  maxLength: 10_000,
  description: 'By which it signs its messages, PEM.',
});

function systemShape(roles: readonly string[]) {
  return record({
    id: Type.String({
      minLength: 1,
      maxLength: 60,
      pattern: '^[a-z0-9][a-z0-9-]*$',
      description: 'Also its user at the broker and the name of its inbox.',
    }),
    country: Country,
    authorities: list('authority', Id, { min: 1, max: 100_000 }),
    channel: oneOf(CHANNELS),
    format: oneOf(FORMATS),
    language: LanguageCode,
    roles: list('role', oneOf(roles), { max: roles.length }),
    certificates: optional(list('certificate', Certificate, { max: 10 })),
    signature: optional(oneOf(SIGNING, 'Whether it may or must sign its messages.')),
  });
}

/** What a directory file is held against, as the workflows make it. */
export type DirectoryRules = {
  readonly file: ReturnType<typeof fileShape>;
  readonly shape: Shape;
  /** By workflow. */
  readonly access: ReadonlyMap<string, AccessRule>;
};

export function directoryRules(workflows: readonly Workflow[]): DirectoryRules {
  const file = fileShape(workflows);
  const access = workflows.flatMap(({ inAreas }) => inAreas?.access ?? []);
  return { file, shape: shapeOf(file), access: new Map(access.map((rule) => [rule.workflow, rule])) };
}

const RULES = directoryRules(WORKFLOWS);

/** The published JSON Schema of the directory file. What it cannot say, such as which authorities are linked, is checked after it. */
export function directoryJsonSchema(): Readonly<Record<string, unknown>> {
  return published('directory', RULES.file);
}

/**
 * The file, or what is wrong with it: each problem once, with its place (RFC 6901), the id of the entry where it has one,
 * and a sentence. Of a file that does not even follow its schema the first hundred.
 */
export function readDirectoryFile(
  value: unknown,
  rules: DirectoryRules = RULES,
): DirectoryFile | { readonly problems: readonly string[] } {
  if (!isFile(value, rules))
    return { problems: explain(rules.shape, value).map((problem) => sentence(problem, value)) };
  const problems = [...checkAuthorities(value, rules), ...checkSystems(value)];
  return problems.length > 0
    ? { problems: problems.map((problem) => sentence(problem, value)) }
    : { ...value, authorities: value.authorities.map((authority) => withFlags(authority, rules)) };
}

/** What coordinators have not set has the default value of its workflow (handbook 9.1.4). */
function withFlags(authority: Authority, { access: rules }: DirectoryRules): Authority {
  const areas = authority.areas.map((area) => {
    const workflows = Object.entries(area.workflows).map(([workflow, given]) => [
      workflow,
      { ...given, flags: { ...rules.get(workflow)?.flags, ...given.flags } },
    ]);
    return { ...area, workflows: Object.fromEntries(workflows) };
  });
  return { ...authority, areas };
}

function isFile(value: unknown, { file }: DirectoryRules): value is DirectoryFile {
  return Value.Check(file, value);
}

function sentence({ path, problem }: Problem, file: unknown): string {
  const [, list_ = '', index = ''] = path.split('/');
  const id = memberOf(memberOf(memberOf(file, list_), index), 'id');
  const named = typeof id === 'string' ? ` (${shown(id)})` : '';
  return `${path === '' ? 'the whole file' : path}${named}: ${problem}`;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object(value)[name]
    : undefined;
}

function checkAuthorities({ authorities }: DirectoryFile, { access }: DirectoryRules): readonly Problem[] {
  const around = { access, byId: new Map(authorities.map((authority) => [authority.id, authority])) };
  return [
    ...twice(authorities.map(({ id }) => id)).map((index) => ({
      path: `/authorities/${index}/id`,
      problem: `the authority stands twice`,
    })),
    ...authorities.flatMap((authority, index) => checkAreas(authority, `/authorities/${index}`, around)),
  ];
}

/** The places at which something stands that has stood before. */
function twice(ids: readonly string[]): readonly number[] {
  const first = new Map(ids.map((id, index) => [id, index] as const).toReversed());
  return ids.flatMap((id, index) => (first.get(id) === index ? [] : [index]));
}

type Around = {
  readonly access: DirectoryRules['access'];
  readonly byId: ReadonlyMap<string, Authority>;
};

function checkAreas(authority: Authority, path: string, around: Around): readonly Problem[] {
  return authority.areas.flatMap((access, index) => {
    const place = `${path}/areas/${index}`;
    return [
      ...Object.entries(access.workflows).flatMap(([workflow, given]) =>
        checkLinks(given, `${place}/workflows/${workflow}`, {
          ...around,
          authority,
          area: access.area,
          workflow,
        }),
      ),
      ...checkKeywords(access, place),
    ];
  });
}

type Linking = Around & {
  readonly authority: Authority;
  readonly area: string;
  readonly workflow: string;
};

/**
 * Whoever does not coordinate needs a linked coordinator (handbook 4.1.3.3, 9.1.4.1). All that are linked are of the same Member
 * State.
 */
function checkLinks(
  { role, linkedCoordinators, linkedAuthorities = [] }: WorkflowAccess,
  path: string,
  where: Linking,
): readonly Problem[] {
  const { authority, area, workflow } = where;
  const isInformed = where.access.get(workflow)?.informed?.includes(role) === true;
  const isAlone = !isCoordinating(where, role) && !isInformed && linkedCoordinators.length === 0;
  return [
    ...linkedCoordinators.flatMap((id, link) =>
      isCoordinatorFor(id, where)
        ? []
        : [
            {
              path: `${path}/linkedCoordinators/${link}`,
              problem: `this is no ${workflow} coordinator of ${authority.country} in ${area}`,
            },
          ],
    ),
    ...linkedAuthorities.flatMap((id, link) =>
      id !== authority.id && where.byId.get(id)?.country === authority.country
        ? []
        : [
            {
              path: `${path}/linkedAuthorities/${link}`,
              problem: `this is no other authority of ${authority.country}`,
            },
          ],
    ),
    ...(isAlone
      ? [{ path: `${path}/linkedCoordinators`, problem: `a coordinator has to be linked in ${area}` }]
      : []),
  ];
}

function isCoordinatorFor(id: string, where: Linking): boolean {
  const found = where.byId.get(id);
  const role = areaAccess(found, where.area)?.workflows[where.workflow]?.role;
  return found?.country === where.authority.country && role !== undefined && isCoordinating(where, role);
}

function isCoordinating({ access, workflow }: Linking, role: string): boolean {
  return access.get(workflow)?.coordinators.includes(role) === true;
}

/**
 * An authority needs a keyword in each area (handbook 4.1.3.1); national and regional coordinators hold all of them, and the
 * Commission is not asked by any.
 */
function checkKeywords({ area, role, keywords }: AreaAccess, path: string): readonly Problem[] {
  const needsKeyword = role !== 'NIMIC' && role !== 'SDIMIC' && role !== 'Commission';
  return needsKeyword && keywords.length === 0
    ? [{ path: `${path}/keywords`, problem: `a keyword is needed in ${area}` }]
    : [];
}

function checkSystems({ systems, authorities }: DirectoryFile): readonly Problem[] {
  const countries = new Map(authorities.map(({ id, country }) => [id, country]));
  const spoken = systems.flatMap(({ authorities: those }, index) =>
    those.map((id, place) => ({ id, path: `/systems/${index}/authorities/${place}` })),
  );
  const again = new Set(twice(spoken.map(({ id }) => id)));
  return [
    ...twice(systems.map(({ id }) => id)).map((index) => ({
      path: `/systems/${index}/id`,
      problem: 'the system stands twice',
    })),
    ...spoken.flatMap(({ id, path }, index) =>
      again.has(index) ? [{ path, problem: `two systems speak for ${id}` }] : [],
    ),
    ...systems.flatMap((system, index) => checkSystem(system, `/systems/${index}`, countries)),
  ];
}

function checkSystem(
  { authorities, country, signature, certificates = [] }: NationalSystem,
  path: string,
  countries: ReadonlyMap<string, string>,
): readonly Problem[] {
  const strangers = authorities.flatMap((id, index) =>
    countries.get(id) === country
      ? []
      : [{ path: `${path}/authorities/${index}`, problem: `${id} is no authority of ${country}` }],
  );
  const isMute = signature === 'mandatory' && certificates.length === 0;
  return isMute
    ? [...strangers, { path: `${path}/signature`, problem: 'it has to sign its messages, and has no certificate to sign with' }]
    : strangers; // prettier-ignore
}
