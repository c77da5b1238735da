import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../render/report.ts';
import { sealReport } from '../seal/seal-report.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, outputOf } from '../support/programs.ts';
import type { Program } from '../support/programs.ts';
import { sampleReport } from '../support/sample-report.ts';
import { stream, targetOf } from '../testing/by-hand.ts';
import type { Target } from '../testing/by-hand.ts';
import { FORMS } from '../testing/forms.ts';
import { PAYLOADS, RED_BOX } from '../testing/payloads.ts';
import { LATER, testPki } from '../testing/pki.ts';
import { gradeOf, SEALING } from '../testing/seal.ts';
import { verifyPdf } from './verify-pdf.ts';

const test = testPki();
const write = temporaryFiles();

const GHOSTSCRIPT = '-q -dSAFER -dNOPAUSE -dBATCH -sDEVICE=pgmraw -r36 -dLastPage=1 -sOutputFile=-'.split(
  ' ',
);

/** How three families of viewers draw the first page, small and in grey. */
const VIEWERS: Readonly<Partial<Record<Program, (file: string) => readonly string[]>>> = {
  pdftoppm: (file) => ['-r', '36', '-gray', '-l', '1', file],
  mutool: (file) => ['draw', '-q', '-r', '36', '-c', 'gray', '-F', 'pgm', '-o', '-', file, '1'],
  gs: (file) => [...GHOSTSCRIPT, file],
};

let target: Target;

beforeAll(async () => {
  const order = { seal: test().seal('signer'), sealing: SEALING, ...gradeOf(test(), 'B-LTA') };
  const unsealed = await renderReport({ ...sampleReport(), sections: [] });
  target = targetOf(Buffer.from(await sealReport(unsealed, order)));
}, 60_000);

/** Every form with what cannot be overlooked, and everything that could be shown in the forms that some viewers follow. */
function attacks(): readonly (readonly [name: string, file: Buffer])[] {
  const box = [[target.contents, stream(RED_BOX)]] as const;
  const followed = [
    'as any program writes it',
    'rows with tabs',
    'a cross-reference stream beside an empty table',
    'a cross-reference stream',
    'objects that no table lists',
  ];
  return [
    ...Object.entries(FORMS).map(([name, form]) => [name, form(target, box)] as const),
    ...Object.entries(PAYLOADS).flatMap(([what, payload]) =>
      followed.map(
        (name) => [`${what}, ${name}`, FORMS[name]?.(target, payload(target)) ?? target.file] as const,
      ),
    ),
  ];
}

describe.each(Object.entries(VIEWERS))('for the viewer %s', (name, parameters) => {
  const program = name as Program;

  it.skipIf(isMissing(program))(
    'whatever of the attacks it shows otherwise than what was sealed, the verifier refuses',
    () => {
      const sealed = drawn(target.file);
      expect(sealed?.length).toBeGreaterThan(10_000);
      const shown = attacks().filter(([, file]) => isShownOtherwise(drawn(file), sealed));
      const passed = shown.filter(([, file]) => isPassed(file)).map(([attack]) => attack);
      expect(passed).toEqual([]);
      // Attacks that no viewer fell for would prove nothing.
      expect(shown.length).toBeGreaterThan(15);
      expect(isPassed(target.file)).toBe(true);
    },
    600_000,
  );

  function drawn(file: Buffer): Buffer | undefined {
    return outputOf(program, parameters(write(`${name}.pdf`, file)));
  }
});

function isShownOtherwise(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one !== undefined && one.length > 0 && other !== undefined && !one.equals(other);
}

function isPassed(file: Buffer): boolean {
  return verifyPdf(file, { trust: [test().root], at: LATER }).indication === 'TOTAL-PASSED';
}
