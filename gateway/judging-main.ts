import { compileCodecs, DEFAULT_LIMITS } from '../adapters/codecs/codecs.ts';
import { CATALOGUE, makeBook } from '../schemas/catalogue.ts';
import { serveJudging } from '../signing/judging/serve.ts';
import { openVerifier, verifyBeside, type Reading } from '../signing/verifier.ts';

/** Larger than the hub takes them: what it sends may be. */
const LIMITS = { ...DEFAULT_LIMITS, maxBytes: 32 * 1024 * 1024 };

/** The process that judges the files of strangers. It knows no configuration, no database and no key. */
serveJudging(({ trust }) => {
  // Compiling would take its time before the first file, or be counted against it.
  const codecs = compileCodecs(makeBook(CATALOGUE, 'walked'), LIMITS);
  const reading: Reading = { ...codecs, read: (file) => codecs.decode(file, undefined) };
  const verifier = openVerifier(trust, reading);
  return ({ file, demand, signature }) =>
    signature === undefined
      ? verifier.verify(file, demand)
      : verifyBeside(file, { signature, trust, demand });
});
