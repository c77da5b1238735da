import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Authority, NationalSystem } from '../domain/directory/authority.ts';
import { LANGUAGES } from '../domain/kernel/language.ts';

/** A directory file: authorities and the systems that speak for them. */
export type DirectoryFile = {
  readonly version: number;
  readonly authorities: readonly Authority[];
  readonly systems: readonly NationalSystem[];
};

const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$', maxLength: 60 });
const Country = Type.String({ pattern: '^[A-Z]{2}$' });
const LanguageCode = Type.Union(LANGUAGES.map((language) => Type.Literal(language)));
const Access = Type.Union(
  (
    [
      'requested',
      'active',
      'suspended',
      'suspended (reactivation requested)',
      'removed',
      'removed (reactivation requested)',
    ] as const
  ).map((status) => Type.Literal(status)),
);

const RequestAccess = Type.Object(
  {
    role: Type.Union([Type.Literal('authority'), Type.Literal('request coordinator')]),
    status: Access,
    linkedCoordinators: Type.Array(Id),
    flags: Type.Object(
      {
        subjectToApproval: Type.Boolean(),
        mayRefuse: Type.Boolean(),
        mayAccept: Type.Boolean(),
        participatesInReferral: Type.Boolean(),
        approvesRequests: Type.Boolean(),
        approvesReplies: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const AuthoritySchema = Type.Object(
  {
    id: Id,
    country: Country,
    officialName: Type.String({ minLength: 1, maxLength: 300 }),
    informalTitle: Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 300 })),
    languages: Type.Array(LanguageCode, { minItems: 1 }),
    email: Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$' }),
    status: Type.Union(
      (['registration requested', 'active', 'registration refused', 'suspended', 'inactive'] as const).map(
        (status) => Type.Literal(status),
      ),
    ),
    region: Type.Optional(Type.String({ pattern: '^[A-Z]{2}[A-Z0-9]{0,3}$' })),
    generalCompetence: Type.Boolean(),
    economicActivities: Type.Array(Type.String()),
    areas: Type.Array(
      Type.Object(
        {
          area: Id,
          role: Type.Union(
            (['NIMIC', 'SDIMIC', 'LIMIC', 'DIMIC', 'competent authority'] as const).map((role) =>
              Type.Literal(role),
            ),
          ),
          status: Access,
          keywords: Type.Array(Id),
          request: Type.Optional(RequestAccess),
        },
        { additionalProperties: false },
      ),
    ),
    training: Type.Boolean(),
  },
  { additionalProperties: false },
);

/** One certificate, as RFC 7468 (5) writes it. */
const Certificate = Type.String({
  pattern: '^-----BEGIN CERTIFICATE-----\\r?\\n[A-Za-z0-9+/=\\r\\n]+-----END CERTIFICATE-----\\s*$',
  maxLength: 10_000,
});

const SystemSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', maxLength: 60 }),
    country: Country,
    authorities: Type.Array(Id, { minItems: 1 }),
    channel: Type.Union([Type.Literal('amqp'), Type.Literal('http')]),
    format: Type.Union([Type.Literal('xml'), Type.Literal('json')]),
    language: LanguageCode,
    roles: Type.Array(
      Type.Union(
        (['request viewer', 'request handler', 'allocator', 'referral handler'] as const).map((role) =>
          Type.Literal(role),
        ),
      ),
    ),
    certificates: Type.Optional(Type.Array(Certificate, { maxItems: 10 })),
    signature: Type.Optional(Type.Union([Type.Literal('optional'), Type.Literal('mandatory')])),
  },
  { additionalProperties: false },
);

const File = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    authorities: Type.Array(AuthoritySchema),
    systems: Type.Array(SystemSchema),
  },
  { additionalProperties: false },
);

/** The file, or every problem with it: the place and what it means. */
export function readDirectoryFile(value: unknown): DirectoryFile | { readonly problems: readonly string[] } {
  if (!Value.Check(File, value)) {
    return {
      problems: [...Value.Errors(File, value)].map(
        ({ instancePath, message }) => `${instancePath}: ${message}`,
      ),
    };
  }
  const problems = [...checkAuthorities(value), ...checkSystems(value)];
  return problems.length > 0 ? { problems } : value;
}

function checkAuthorities({ authorities }: DirectoryFile): readonly string[] {
  const byId = new Map(authorities.map((authority) => [authority.id, authority]));
  const twice = authorities.filter(
    ({ id }, index) => authorities.findIndex((other) => other.id === id) !== index,
  );
  return [
    ...twice.map(({ id }) => `the authority ${id} stands twice`),
    ...authorities.flatMap((authority) =>
      authority.areas.flatMap(({ area, request }) =>
        (request?.linkedCoordinators ?? []).flatMap((id) => checkLink(authority, area, byId.get(id)) ?? []),
      ),
    ),
    ...authorities.flatMap((authority) => checkMinimum(authority)),
  ];
}

/** Linked coordinators are request coordinators of the same Member State (handbook 4.1.3.3). */
function checkLink(
  authority: Authority,
  area: string,
  coordinator: Authority | undefined,
): string | undefined {
  const role = coordinator?.areas.find((access) => access.area === area)?.request?.role;
  if (
    coordinator !== undefined &&
    role === 'request coordinator' &&
    coordinator.country === authority.country
  )
    return undefined;
  return `${authority.id}: a coordinator linked in ${area} is no request coordinator of ${authority.country}`;
}

/** An authority needs a keyword and a linked coordinator in each area (handbook 4.1.3.1, 9.1.4.1). */
function checkMinimum({ id, areas }: Authority): readonly string[] {
  return areas.flatMap(({ area, role, keywords, request }) => [
    ...(keywords.length === 0 && role !== 'NIMIC' && role !== 'SDIMIC'
      ? [`${id}: no keyword in ${area}`]
      : []),
    ...(request?.role === 'authority' && request.linkedCoordinators.length === 0
      ? [`${id}: no coordinator linked in ${area}`]
      : []),
  ]);
}

function checkSystems({ systems, authorities }: DirectoryFile): readonly string[] {
  const spoken = systems.flatMap((system) => system.authorities);
  const twice = spoken.filter((id, index) => spoken.indexOf(id) !== index);
  return [
    ...twice.map((id) => `two systems speak for ${id}`),
    ...systems
      .filter(({ signature, certificates = [] }) => signature === 'mandatory' && certificates.length === 0)
      .map(({ id }) => `the system ${id} has to sign its messages, and has no certificate to sign with`),
    ...systems.flatMap((system) =>
      system.authorities.flatMap((id) =>
        authorities.find((authority) => authority.id === id)?.country === system.country
          ? []
          : [`the system ${system.id} speaks for ${id}, which is no authority of ${system.country}`],
      ),
    ),
  ];
}
