import { PrismaPg } from '@prisma/adapter-pg';

/** What this contender asks of its Prisma client, which is generated only when the bench is built (`schema.prisma`). */
export type Database = Tables & {
  $transaction<T>(work: (tx: Tables) => Promise<T>, options: Limits): Promise<T>;
};

type Limits = { readonly maxWait: number; readonly timeout: number };

export type Tables = {
  readonly case: {
    create(args: { readonly data: NewCase }): Promise<StoredCase>;
    findUnique(args: { readonly where: { readonly id: number } }): Promise<StoredCase | null>;
    findUniqueOrThrow(args: { readonly where: { readonly id: number } }): Promise<StoredCase>;
    updateMany(args: {
      readonly where: { readonly id: number; readonly version: number };
      readonly data: { readonly status: string; readonly version: { readonly increment: number } };
    }): Promise<{ readonly count: number }>;
  };
  readonly event: {
    findUniqueOrThrow(args: {
      readonly where: { readonly caseId_seq: { readonly caseId: number; readonly seq: number } };
    }): Promise<StoredEvent>;
    create(args: { readonly data: NewEvent & { readonly caseId: number } }): Promise<unknown>;
    findMany(args: {
      readonly where: { readonly caseId: number };
      readonly orderBy: { readonly seq: 'asc' };
    }): Promise<readonly StoredEvent[]>;
  };
  readonly message: {
    create(args: { readonly data: StoredMessage }): Promise<unknown>;
    findUnique(args: {
      readonly where: { readonly system_id: { readonly system: string; readonly id: string } };
    }): Promise<StoredMessage | null>;
  };
};

export type StoredCase = {
  readonly id: number;
  readonly area: string;
  readonly status: string;
  readonly version: number;
  readonly requesting: string;
  readonly responding: string;
};

type NewEvent = {
  readonly seq: number;
  readonly type: string;
  readonly by: string;
  readonly data: object;
};

export type StoredEvent = NewEvent & { readonly at: Date };

type NewCase = Omit<StoredCase, 'id'> & { readonly events: { readonly create: NewEvent } };

export type StoredMessage = {
  readonly system: string;
  readonly id: string;
  readonly digest: string;
  readonly receivedAt: Date;
  readonly faults: readonly string[];
  readonly caseId: number | null;
  readonly seq: number | null;
};

/** Connections of its pool: what the adapter takes by itself. */
const CONNECTIONS = 10;

export async function openDatabase(connectionString: string): Promise<Database> {
  const file = new URL('./generated/client.js', import.meta.url).href;
  const { PrismaClient } = (await import(file)) as { PrismaClient: new (given: object) => Database };
  return new PrismaClient({ adapter: new PrismaPg({ connectionString, max: CONNECTIONS }) });
}
