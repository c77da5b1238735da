import { CONTENT_TYPES, isRecord } from '../../connector/message.ts';
import { answers } from '../../connector/receipt.ts';
import { signatureProblem } from '../../connector/signature.ts';
import type { Traffic } from '../../connector/system.ts';
import { check, expect, note, type Stage } from './stage.ts';
import type { Step } from './step.ts';

/** A receipt is worth something in a dispute: the hub has signed it, and anybody can hold it against that. */
export const verifyReceipt: Step = {
  title: 'The receipt is signed: Portugal checks it for itself, and asks the hub’s public verifier',
  async play(stage, on) {
    const receipt = firstReceipt(stage);
    const { message } = receipt;
    if (message === undefined) throw new TypeError('A receipt is a message.');
    const problem = signatureProblem(message, stage.hubCertificates);
    check(stage, 'the signature is by the certificate of the hub that Portugal knows', problem === undefined);
    const altered = { ...message, data: { ...(isRecord(message.data) ? message.data : {}), outcome: 'rejected' } };
    check(stage, 'with one word changed it is no longer', signatureProblem(altered, stage.hubCertificates) !== undefined);
    const verdict = await askVerifier(stage, receipt);
    note(stage, `POST /verify: ${Object.values(verdict).join(', ')}`);
    check(stage, 'the public verifier finds it good', verdict.indication === 'TOTAL-PASSED');
    expect(stage, 'and knows it for a receipt', verdict.kind === 'receipt');
    return on;
  },
}; // prettier-ignore

function firstReceipt({ journal }: Stage): Traffic {
  const [{ answer } = { answer: undefined }] = journal.submissions;
  const found = journal.traffic.find(
    ({ direction, message }) =>
      direction === 'received' && message !== undefined && answers(message, answer?.message ?? ''),
  );
  if (found === undefined) throw new TypeError('Nothing has been answered yet.');
  return found;
}

/** As it came, without any account. */
async function askVerifier({ httpUrl }: Stage, { bytes, format }: Traffic) {
  const response = await fetch(new URL('/verify', httpUrl), {
    method: 'POST',
    headers: { 'content-type': CONTENT_TYPES[format] },
    body: Buffer.from(bytes),
  });
  const found: unknown = await response.json();
  const said = isRecord(found) ? found : {};
  const [signature]: readonly unknown[] = Array.isArray(said['signatures']) ? said['signatures'] : [];
  const signer = isRecord(signature) ? String(signature['signer']) : 'nobody';
  const [kind, indication, level] = ['kind', 'indication', 'level'].map((name) => String(said[name]));
  return { kind, indication, level, signer };
}
