import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANSWERS, ASKS, credentialsOf, get, openGateway, requestSend, submit, type GatewayStage } from './testing/stage.ts'; // prettier-ignore

let stage: GatewayStage;
beforeEach(async () => {
  stage = await openGateway();
});
afterEach(() => stage.app.close());

async function sent(): Promise<string> {
  return (await submit(stage, requestSend('m-1'))).json().data.case;
}

describe('who has looked at personal data of a case', () => {
  test('is refused in words to who may not see such data', async () => {
    const answer = await get(stage, `/api/v1/cases/${await sent()}/accesses`, credentialsOf(ANSWERS));
    expect(answer.statusCode).toBe(403);
    expect(answer.json().title).toBe('The list of accesses is for: those who may see personal data.');
  });

  test('is told to who may', async () => {
    const answer = await get(stage, `/api/v1/cases/${await sent()}/accesses`, credentialsOf(ASKS));
    expect(answer.json()).toEqual({ accesses: [] });
  });
});
