import { makeDirectory } from '../../domain/directory/directory.ts';
import { buildGateway } from '../../gateway/app.ts';
import type { Hub } from '../../hub/hub.ts';
import { makeBook } from '../../schemas/catalogue.ts';

/** The OpenAPI document, asked of a gateway that never answers a request. */
export async function openapi(): Promise<unknown> {
  const log = { info: unused, warn: unused, error: unused };
  const metrics = {
    batch: unused,
    delivered: unused,
    outboxWaiting: unused,
    deadLetter: unused,
    report: unused,
    extension: unused,
    deletedReports: unused,
    evidenceUnsealed: unused,
    http: unused,
    expose: unused,
  };
  const app = buildGateway({
    hub: idleHub(log),
    book: makeBook(),
    credentials: { verify: unused },
    metrics,
    asyncapi: '',
    ready: unused,
    verifier: { verify: unused },
  });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

function idleHub(log: Hub['log']): Hub {
  const directory = makeDirectory(0, [], []);
  return {
    codec: { decode: unused, encode: unused, canonical: unused, digest: unused },
    store: {
      transaction: unused, caseAt: unused, archive: unused, receipt: unused, blobs: unused, waiting: unused, inbox: unused,
      waitingFor: unused, overdue: unused, delivery: unused, takeReports: unused, giveBackReport: unused, takeEnding: unused,
      giveBackEnding: unused, deleteReports: unused, orderedReports: unused, report: unused, issued: unused, saveDeadLetter: unused,
      toErase: unused, eraseStrays: unused,
    }, // prettier-ignore
    directory: { current: () => directory },
    areas: { current: () => new Map() },
    clock: { now: unused },
    ids: { uuid: unused, caseNumber: unused, salt: unused },
    log,
    signing: {
      signatures: { check: unused },
      seal: { sign: unused, certificates: [] },
      signsEverything: false,
    },
  };
}

function unused(): never {
  throw new TypeError('Nobody is to be asked while documents are generated.');
}
