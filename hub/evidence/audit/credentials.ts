import { chainOfSender } from '../../intake/sender.ts';
import type { Note } from './problem.ts';
import type { KeptCredential, Rows } from './source.ts';

/** Every secret that opens the hub to a system was given by the hub. Only an audit with the key can tell. */
export async function auditCredentials(credentials: Rows<KeptCredential>, note: Note): Promise<void> {
  for await (const page of credentials)
    for (const { system, account, isOurs } of page)
      if (isOurs === false)
        note({ code: 'CREDENTIAL_DIFFERS', chain: chainOfSender({ system }), what: `account ${account}` });
}
