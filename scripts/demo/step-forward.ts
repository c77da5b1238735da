import { checkNothingPersonal } from './disclosure.ts';
import { CAST } from './cast.ts';
import { DE } from './german.ts';
import { act, check, receive } from './stage.ts';
import type { Step } from './step.ts';

/** Who is not competent passes the request on, within its Member State (handbook 5.3.2.3). */
export const forwardRequest: Step = {
  title: 'Germany forwards the request to Bavaria, which is not competent either and forwards it back',
  async play(stage, approved) {
    await receive(stage, 'de-anerkennung', { type: 'request.arrived', on: approved });
    const there = { to: CAST['de-laender'].authority, justification: DE.forward };
    const forwarded = await act(stage, 'de-anerkennung', {
      type: 'request.forward',
      data: there,
      on: approved,
    });
    check(
      stage,
      'for Germany it is a request that it has forwarded',
      forwarded.answer.status === 'forwarded',
    );
    const arrived = await receive(stage, 'de-laender', { type: 'request.arrived', on: forwarded });
    checkNothingPersonal(stage, 'de-laender', arrived);
    await receive(stage, 'pt-sigen', { type: 'request.forwarded', on: forwarded });

    const back = { to: CAST['de-anerkennung'].authority, justification: DE.forwardBack };
    const returned = await act(stage, 'de-laender', { type: 'request.forward', data: back, on: forwarded });
    const told = await receive(stage, 'pt-sigen', { type: 'request.forwarded', on: returned });
    check(stage, 'Portugal knows who is to deal with it now', told.view.responding?.authority === back.to);
    return returned;
  },
};
