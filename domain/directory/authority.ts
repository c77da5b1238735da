import type { Language, Texts } from '../kernel/language.ts';

export const AUTHORITY_STATUSES = [
  'registration requested',
  'active',
  'registration refused',
  'suspended',
  'inactive',
] as const;

/** Everything that routing and rights need to know of an authority (handbook 2.4, 4.1, 9.1). */
export type Authority = {
  /** Stable identifier: country code, hyphen, name, such as `DE-KMK-ZAB`. */
  readonly id: string;
  /** Member State by the codes of the Interinstitutional style guide: `EL`, not `GR`. */
  readonly country: string;
  /** Only coordinators edit it (handbook 4.1.1). */
  readonly officialName: string;
  /** The authority's own short title, translated (handbook 4.1.1). */
  readonly informalTitle: Texts;
  /** Languages understood in the authority; the first is its working language. */
  readonly languages: readonly Language[];
  readonly email: string;
  readonly status: (typeof AUTHORITY_STATUSES)[number];
  /** NUTS code of the region it serves; absent when it serves the whole Member State. */
  readonly region?: string;
  /** Competent for all economic and policy areas (handbook 4.1.2); by default NIMIC and SDIMIC. */
  readonly generalCompetence: boolean;
  /** NACE Rev. 2.1 codes. */
  readonly economicActivities: readonly string[];
  readonly areas: readonly AreaAccess[];
  /** Invented for training; never a real body. */
  readonly training: boolean;
};

export const AREA_ROLES = ['NIMIC', 'SDIMIC', 'LIMIC', 'DIMIC', 'competent authority', 'Commission'] as const;
export type AreaRole = (typeof AREA_ROLES)[number];

export const ACCESS_STATUSES = [
  'requested',
  'active',
  'suspended',
  'suspended (reactivation requested)',
  'removed',
  'removed (reactivation requested)',
] as const;
export type AccessStatus = (typeof ACCESS_STATUSES)[number];

/** An authority's access to one legislative area (handbook 4.1.3, 9.1.5.2). */
export type AreaAccess = {
  readonly area: string;
  readonly role: AreaRole;
  readonly status: AccessStatus;
  /** Keywords of the area for which it is competent; NIMIC and SDIMIC hold all of them whatever is listed. */
  readonly keywords: readonly string[];
  /** By workflow of the area. */
  readonly workflows: Readonly<Record<string, WorkflowAccess>>;
};

/** An authority's access to one workflow of an area. Which roles and flags there are, the workflow says (`AccessRule`). */
export type WorkflowAccess<Flag extends string = string> = {
  readonly role: string;
  readonly status: AccessStatus;
  /** Coordinators linked to it in this area (handbook 4.1.3.3); the first is the usual one. */
  readonly linkedCoordinators: readonly string[];
  /** Other authorities of the Member State that see an overview of its cases and act in none (glossary: linked authority). */
  readonly linkedAuthorities?: readonly string[];
  /** Handbook 9.1.4. */
  readonly flags: Readonly<Record<Flag, boolean>>;
};

export const CHANNELS = ['amqp', 'http'] as const;
export type Channel = (typeof CHANNELS)[number];

export const FORMATS = ['xml', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export const SIGNING = ['optional', 'mandatory'] as const;

/** A registered national system: who it is on the broker, for whom it may speak, and how it wants to be spoken to. */
export type NationalSystem = {
  /** Also its AMQP user and the name of its inbox queue. */
  readonly id: string;
  readonly country: string;
  /** The authorities it speaks for, all of its own Member State. */
  readonly authorities: readonly string[];
  readonly channel: Channel;
  readonly format: Format;
  readonly language: Language;
  /** User roles that its machine account holds for each authority it speaks for (handbook 5.2.2); workflows say which there are. */
  readonly roles: readonly string[];
  /** Certificates (PEM) by which it signs its messages; a signature by any other is refused. None where absent. */
  readonly certificates?: readonly string[];
  /** Whether it may or must sign its messages; it may where absent. */
  readonly signature?: (typeof SIGNING)[number];
};
