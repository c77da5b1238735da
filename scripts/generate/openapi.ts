import { openScoreboard } from '../../adapters/areas/scoreboard.ts';
import { makeDirectory } from '../../domain/directory/directory.ts';
import { buildGateway } from '../../gateway/app.ts';
import type { Hub } from '../../hub/hub.ts';
import { CATALOGUE, makeBook, type Catalogue } from '../../schemas/catalogue.ts';

/** The OpenAPI document, asked of a gateway that never answers a request. */
export async function openapi(catalogue: Catalogue = CATALOGUE): Promise<unknown> {
  const log = { info: unused, warn: unused, error: unused };
  const metrics = {
    batch: unused,
    delivered: unused,
    outboxWaiting: unused,
    withoutSystem: unused,
    deadLetter: unused,
    report: unused,
    mail: unused,
    extension: unused,
    struck: unused,
    deletedReports: unused,
    evidenceUnsealed: unused,
    storeFault: unused,
    health: unused,
    unsound: unused,
    sealEnds: unused,
    verified: unused,
    verificationsWaiting: unused,
    http: unused,
  };
  const app = buildGateway({
    hub: idleHub(log, catalogue),
    book: makeBook(catalogue),
    credentials: { verify: unused },
    metrics,
    counting: { scoreboard: openScoreboard('schemas/scoreboard.json'), timeZone: 'UTC' },
    asyncapi: '',
    ready: unused,
    verifier: { verify: unused },
  });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

function idleHub(log: Hub['log'], catalogue: Catalogue): Hub {
  const directory = makeDirectory(0, [], []);
  return {
    catalogue,
    codec: { decode: unused, encode: unused, canonical: unused, canonicalWithDigest: unused, digest: unused },
    store: {
      transaction: unused, caseAt: unused, archive: unused, receipt: unused, blobs: unused, counts: unused,
      openUpload: unused, upload: unused, keepPiece: unused, tail: unused, rewind: unused, dropUpload: unused, dropExpired: unused,
      takeUnchecked: unused, endCheck: unused, holdCheck: unused, uploaded: unused, documentIn: unused, deletePieces: unused, waiting: unused, recipients: unused, readdress: unused, inbox: unused,
      waitingFor: unused, overdue: unused, delivery: unused, takeReports: unused, giveBackReport: unused, takeEnding: unused,
      giveBackEnding: unused, deleteReports: unused, orderedReports: unused, report: unused, issued: unused,
      takeMails: unused, deferMail: unused, deadMails: unused, reviveMail: unused,
      cases: unused, chain: unused, due: unused, askAgain: unused, eraseStrays: unused,
    }, // prettier-ignore
    directory: { current: () => directory },
    areas: { current: () => new Map() },
    calendar: { version: '', dayOf: unused, momentOf: unused, isWorkingDay: unused },
    clock: { now: unused },
    ids: { uuid: unused, caseNumber: unused, salt: unused },
    log,
    alarm: unused,
    signing: {
      signatures: { check: unused },
      seal: { sign: unused, certificates: [] },
      signsEverything: false,
    },
    writesMail: false,
  };
}

function unused(): never {
  throw new TypeError('Nobody is to be asked while documents are generated.');
}
