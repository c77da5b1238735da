import type { Block, QuestionRow } from '../../domain/reports/model.ts';
import { de, run } from './runs.ts';

const ANSWERS = [
  'Ja. Die Urkunde wurde am 12. Juli 2011 von der zuständigen Hochschule ausgestellt und ist in unserem Verzeichnis eingetragen.',
  'Nein',
  'Die Ausbildung dauerte fünf Jahre in Vollzeit; sie umfasste 300 ECTS-Punkte einschließlich einer Abschlussarbeit.',
  undefined,
];

/** Questions of one category, some with comments in other languages and scripts. */
export function questions(): Block {
  return {
    kind: 'questions',
    columns: [de('Frage'), de('Antwort')],
    rows: Array.from({ length: 8 }, (_, index) => question(index)),
  };
}

const ASKED = [
  'Können Sie bestätigen, dass der beigefügte Ausbildungsnachweis echt ist und von der darin genannten Stelle ausgestellt wurde?',
  'Wurde der Person die Ausübung des Berufs vorübergehend oder endgültig untersagt?',
  'Welche Dauer und welchen Inhalt hatte die Ausbildung, auf die sich der Nachweis bezieht?',
  'Ist die Person nach den Rechtsvorschriften Ihres Landes berechtigt, den Beruf der Bauingenieurin auszuüben?',
];

function question(index: number): QuestionRow {
  const answer = ANSWERS[index % ANSWERS.length];
  return {
    number: `${1 + Math.floor(index / 4)}.${1 + (index % 4)}`,
    question: run('de', ASKED[index % ASKED.length] ?? ''),
    questionComments:
      index % 3 === 0
        ? [
            {
              languageMark: de('PT'),
              text: run('pt', 'O diploma em anexo foi digitalizado; a cópia autenticada segue por correio.'),
            },
          ]
        : [],
    ...(answer === undefined ? {} : { answer: run('de', answer) }),
    noAnswer: de('Noch keine Antwort'),
    answerComments: index % 4 === 1 ? comments() : [],
  };
}

function comments(): QuestionRow['answerComments'] {
  return [
    {
      languageMark: de('EL'),
      text: run('el', 'Δεν υπάρχει καμία πειθαρχική ποινή στο μητρώο μας κατά την ημερομηνία της απάντησης.'),
    },
    {
      languageMark: de('BG'),
      text: run(
        'bg',
        'Към датата на отговора в регистъра няма вписани ограничения за упражняване на професията.',
      ),
    },
  ];
}
