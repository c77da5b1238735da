import { newestWitnesses } from '../adapters/amqp/outside.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { sealKeyFrom } from '../adapters/config/keys.ts';
import { runProgram } from '../adapters/program.ts';
import { healthOf } from '../hub/health.ts';
import type { MessageSeal } from '../hub/ports/messages.ts';
import { sealsVital, watchSeals, type NamedPeriod } from '../hub/seals.ts';
import { openKey } from '../signing/seal/open-grade.ts';
import { periodIn, periodOf } from '../signing/seal/period.ts';
import { startHub, type Part } from '../worker/hub.ts';
import { demandNothingLost } from '../worker/witness.ts';
import { startGateway } from './start.ts';

const HOUR_MS = 3_600_000;

await runProgram('gateway', (config, log) =>
  startHub(config, log, (assembled) => startAlone(assembled, config)),
);

/** What a worker does beside it in the same process, it does itself: it asks for witnesses, and looks after the seals. */
async function startAlone(assembled: Assembled, config: Config): Promise<Part> {
  await demandNothingLost(assembled, await newestWitnesses(config.AMQP_URL));
  const { hub, metrics } = assembled;
  const seals = await sealsFrom(config, hub.signing.seal);
  const checkSeals = watchSeals({ clock: hub.clock, log: hub.log, metrics }, seals);
  checkSeals();
  const watching = setInterval(checkSeals, HOUR_MS);
  const gateway = await startGateway(assembled, config, { seals, ready: () => assembled.ready() });
  return {
    health: healthOf([() => assembled.look(), () => sealsVital(seals, hub.clock)]),
    async stop() {
      clearInterval(watching);
      await gateway.stop();
    },
  };
}

/** That of the reports where the gateway is given it: it seals nothing with it, but knows whether orders wait for it. */
async function sealsFrom(config: Config, messages: MessageSeal): Promise<readonly NamedPeriod[]> {
  const isGiven = config.HUB_SEAL_P12 !== undefined || config.HUB_SEAL_PKCS11_MODULE !== undefined;
  const reports = isGiven ? [periodOf(await openKey(sealKeyFrom(config)))] : [];
  return [
    ...reports.map((period) => ({ seal: 'reports' as const, ...period })),
    { seal: 'messages', ...periodIn(messages.certificates) },
  ];
}
