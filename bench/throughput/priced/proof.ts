import { withClient, type Stage } from '../stage.ts';
import type { Promised } from './without.ts';

/** What the database must say after a run: a price of something that was there all the same would be none. */
const PROOFS: Readonly<Partial<Record<Promised, string>>> = {
  encryption: `SELECT bool_and(position('Übungsfall'::bytea IN sealed) > 0) AS proved FROM case_content WHERE seq = 1`,
  delivery: `SELECT count(*) = 0 AND (SELECT count(*) > 0 FROM delivery WHERE handed_over IS NOT NULL) AS proved
    FROM evidence WHERE kind = 'ContentConsignment' OR body LIKE '%ContentConsignment%'`,
};

/** Each statement is true where the promise is not kept, and false where it is; of the other promises the tests speak. */
export async function prove({ databaseUrl }: Stage, without: Promised | undefined): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (const [promised, statement] of Object.entries(PROOFS)) {
      const { rows } = await client.query<{ proved: boolean }>(statement);
      if (rows[0]?.proved !== (promised === without))
        throw new Error(`without ${without ?? 'nothing'}: ${promised} is not as it should be`);
    }
  });
}
