import type { Run } from '../../kernel/language.ts';
import type { Block, MarkedText, QuestionRow, Report } from '../model.ts';

/** The report as plain lines, for comparing with what was approved; a run in another language than the page shows it. */
export function outline(report: Report): string {
  const say = (run: Run) => (run.language === report.language ? run.text : `[${run.language}] ${run.text}`);
  const { caseNumber, caseVersion, labels, evidence } = report;
  const lines = [
    ...(report.mark ? [`! ${say(report.mark)}`] : []),
    `# ${say(report.title)}`,
    `${say(labels.caseNumber)} ${caseNumber} | ${say(labels.caseVersion)} ${caseVersion} | ${say(labels.status)} ${say(report.status)}`,
    ...report.preface.flatMap((block) => linesOf(block, say)),
    ...report.sections.flatMap(({ heading, blocks }) => [
      '',
      `## ${say(heading)}`,
      ...blocks.flatMap((block) => linesOf(block, say)),
    ]),
    '',
    `## ${say(evidence.heading)}`,
    ...evidence.facts.map(({ label, value }) => `${say(label)}: ${say(value)}`),
    ...evidence.instructions.map((run) => `> ${say(run)}`),
    `[code] ${say(evidence.code.alternative)}`,
    '',
    report.footer,
  ];
  return `${lines.join('\n')}\n`;
}

type Say = (run: Run) => string;

function linesOf(block: Block, say: Say): readonly string[] {
  switch (block.kind) {
    case 'facts':
      return block.facts.map(({ label, value }) => `${say(label)}: ${say(value)}`);
    case 'comparison':
      return [
        `| ${block.columns.map(say).join(' | ')}`,
        ...block.rows.map(({ label, cells }) => `${say(label)} | ${cells.map(say).join(' | ')}`),
      ];
    case 'questions':
      return [
        ...(block.heading ? [`### ${say(block.heading)}`] : []),
        `| ${block.columns.map(say).join(' | ')}`,
        ...block.rows.flatMap((row) => questionLines(row, block.columns.length > 1, say)),
      ];
    case 'timeline':
      return block.entries.map(({ at, what, who }) => `${at} ${say(what)} – ${say(who)}`);
    case 'documents':
      return documentLines(block, say);
    case 'text':
      return [
        `### ${say(block.label)} (${say(block.languageMark)})`,
        ...(block.byline ? [say(block.byline)] : []),
        say(block.text),
      ];
    case 'note':
      return [`> ${say(block.text)}`];
    case 'form':
      return [say(block.statement), ...block.blanks.map((run) => `${say(run)}: ______`)];
  }
}

function questionLines(row: QuestionRow, hasAnswers: boolean, say: Say): readonly string[] {
  return [
    `${row.number}. ${say(row.question)}`,
    ...(row.about ? [`   ${say(row.about)}`] : []),
    ...row.questionComments.map((comment) => `   ${markedLine(comment, say)}`),
    ...(hasAnswers ? [row.answer ? `   = ${say(row.answer)}` : `   ~ ${say(row.noAnswer)}`] : []),
    ...row.answerComments.map((comment) => `   ${markedLine(comment, say)}`),
  ];
}

function documentLines(block: Extract<Block, { kind: 'documents' }>, say: Say): readonly string[] {
  return [
    `| ${block.columns.map(say).join(' | ')}`,
    ...block.rows.flatMap(({ name, description, digest, type, addedBy }) => [
      [name, type, addedBy].map(say).join(' | '),
      ...(description ? [`   ${markedLine(description, say)}`] : []),
      ...(digest ? [`   ${say(digest.label)} ${digest.value}`] : []),
    ]),
  ];
}

function markedLine({ text, languageMark }: MarkedText, say: Say): string {
  return `(${say(languageMark)}) ${say(text)}`;
}
