import { readFile } from 'node:fs/promises';
import type { Answer, RoutingReason } from '../../connector/receipt.ts';
import { DIPLOMA, FIRST_DEADLINE, requestData } from './portuguese.ts';
import { act, check, note } from './stage.ts';
import { daysFromNow, type Step } from './step.ts';

/** A national system knows what is needed, not who is responsible for it elsewhere: the hub finds out. */
export const sendRequest: Step = {
  title: 'Portugal asks, without an addressee; the hub finds the competent authority in Germany',
  async play(stage) {
    const data = requestData(await readFile(DIPLOMA), daysFromNow(FIRST_DEADLINE));
    const { answer, ...on } = await act(stage, 'pt-sigen', { type: 'request.send', data });
    for (const line of whyChosen(answer)) note(stage, line);
    const { authority } = answer.route ?? {};
    check(stage, `the hub has found ${authority ?? 'nobody'} in Germany`, authority === 'DE-T-LEHRAMT');
    check(stage, 'the coordinator has to approve first', answer.status === 'requestAwaitingApproval');
    return on;
  },
};

export function whyChosen({ route, evidence }: Answer): readonly string[] {
  const reasons = route?.reasons.map(reasonText) ?? [];
  return [
    `found: ${route?.authority ?? 'nobody'}, because: ${reasons.join('; ')}`,
    `evidence: record ${evidence?.seq ?? 0} of the chain of ${evidence?.chain ?? '?'}, ${evidence?.hash.slice(0, 16) ?? ''}…`,
  ];
}

function reasonText({ code, facts }: RoutingReason): string {
  const values = facts.map(({ name, value }) => `${name} ${value}`);
  return values.length === 0 ? code : `${code} (${values.join(', ')})`;
}
