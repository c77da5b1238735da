import { createHash } from 'node:crypto';
import type { Seen } from './case-view.ts';
import { PERSON, TELLTALES } from './portuguese.ts';
import { check, type Stage } from './stage.ts';

/** Before acceptance, and for coordinators: no person, no document, not even in another guise (handbook 5.3.2.1). */
export function checkNothingPersonal(stage: Stage, who: string, { view, delivery }: Seen): void {
  const text = new TextDecoder().decode(delivery.bytes);
  const betrayed = TELLTALES.filter((telltale) => text.includes(telltale));
  const isBare = view.attachments.every(
    ({ name, content, sha256: digest }) => (name ?? digest ?? content) === undefined,
  );
  const isWithout =
    view.level === 'withoutPersonalData' && view.subject === undefined && betrayed.length === 0;
  check(stage, `${who} sees no personal data`, isWithout);
  check(
    stage,
    `${who} sees that there is one document, and nothing of it`,
    isBare && view.attachments.length === 1,
  );
}

/** After acceptance: the person as Portugal wrote it, and the document to the byte. */
export function checkDisclosed(stage: Stage, { view }: Seen, document: Uint8Array): void {
  const isPerson = PERSON.every(({ name, value }) =>
    view.subject?.some((field) => field.name === name && field.value === value),
  );
  check(stage, 'now the person concerned is disclosed', view.level === 'full' && isPerson);
  const [attachment] = view.attachments;
  const bytes = Buffer.from(attachment?.content ?? '', 'base64');
  const isSame = bytes.equals(document) && attachment?.sha256 === sha256(document);
  check(stage, `and the document, all ${bytes.length} bytes as they were sent`, isSame);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
