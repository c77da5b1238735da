import type { Auditing, Check } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { KeptHead, KeptSealed } from './source.ts';

type Given = {
  readonly sealed: Lane<KeptSealed>;
  readonly heads: Lane<KeptHead>;
  /** Whether this audit has the key. */
  readonly isOpened: boolean;
  isCaseErased(): boolean;
};

/**
 * What is sealed opens, and is what it was when it was sealed. Every accepted message is there as it was sent, with its
 * documents, until the case is erased: what the erasure has taken is no problem.
 */
export function checkSealed({ chain, note, counts }: Auditing, given: Given): Check {
  const { sealed, heads, isOpened, isCaseErased } = given;
  let accepted = 0;
  async function checkKey(): Promise<void> {
    const key = (await heads.peek())?.key;
    if (key === 'strange' || (key === 'none' && !isCaseErased())) note({ code: 'KEY_DIFFERS', chain });
  }
  async function gather(): Promise<Gathered> {
    const found = { originals: 0, kept: new Set<string>(), named: new Set<string>() };
    await eachWhile(sealed, () => true, ({ kind, what, documents = [], isOurs }) => {
      counts.opened += Number(isOurs === true);
      if (isOurs === false) note({ code: 'SEALED_DIFFERS', chain, what });
      if (kind === 'original') found.originals += 1;
      for (const one of documents) (kind === 'document' ? found.kept : found.named).add(one);
    });
    return found;
  }
  return {
    see({ kind }) {
      if (kind === 'SubmissionAcceptance') accepted += 1;
    },
    async end() {
      await checkKey();
      const { originals, kept, named } = await gather();
      if (!isOpened || isCaseErased()) return;
      if (originals < accepted) note({ code: 'ORIGINAL_MISSING', chain, what: `${originals} there, ${accepted} in records` });
      for (const one of named) if (!kept.has(one)) note({ code: 'DOCUMENT_MISSING', chain, what: one });
    },
  };
} // prettier-ignore

type Gathered = {
  readonly originals: number;
  /** Documents that are there, and those with which messages came. */
  readonly kept: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
};
