import type { Language, Run } from '../../domain/kernel/language.ts';
import type { Block, QuestionRow, Report } from '../../domain/reports/model.ts';

/** An invented case in four languages and three scripts, some three pages long: for tests and measurements. */
export function sampleReport(): Report {
  return {
    id: 'R-2026-000417-DE',
    language: 'de',
    title: 'Vollständiger Bericht mit personenbezogenen Daten',
    issuer: 'Binnenmarkt-Informationsdrehscheibe (Schulungsbetrieb)',
    caseNumber: '48213.2',
    caseVersion: 17,
    status: 'Anfrage abgeschlossen',
    labels: { caseNumber: 'Vorgang', caseVersion: 'Fassung', status: 'Stand', report: 'Bericht' },
    footer: 'Erstellt am 21. November 2026, 11:30 Uhr (MEZ), für Ordem dos Engenheiros – Região Norte, Porto',
    pageNumber: 'Seite {page} von {pages}',
    generatedAt: '2026-11-21T10:30:00Z',
    evidence: {
      label: 'Kopf der Nachweiskette',
      value: '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
    },
    sections: [
      { heading: 'Anfrage', blocks: [details(), note()] },
      { heading: 'Betroffene Person', blocks: [person()] },
      { heading: 'Fragen und Antworten', blocks: [questions()] },
      { heading: 'Begründung und Schriftwechsel', blocks: texts() },
      { heading: 'Dokumente', blocks: [documents()] },
      { heading: 'Verlauf', blocks: [timeline()] },
    ],
    attachments: [
      {
        name: 'vorgang.xml',
        mediaType: 'application/xml',
        description: 'Vorgang in kanonischer XML-Form',
        content: Buffer.from(
          '<?xml version="1.0" encoding="UTF-8"?>\n<case number="48213.2" version="17"/>\n',
        ),
      },
      {
        name: 'vorgang.json',
        mediaType: 'application/json',
        description: 'Vorgang in kanonischer JSON-Form',
        content: Buffer.from('{"number":"48213.2","version":17}'),
      },
    ],
  };
}

export function run(language: Language, text: string): Run {
  return { language, text };
}

function details(): Block {
  return {
    kind: 'facts',
    facts: [
      {
        label: 'Rechtsgebiet',
        value: run('de', 'Anerkennung von Berufsqualifikationen (Richtlinie 2005/36/EG)'),
      },
      {
        label: 'Anfragende Behörde',
        value: run('pt', 'Ordem dos Engenheiros – Região Norte, Porto (Portugal)'),
      },
      {
        label: 'Antwortende Behörde',
        value: run('de', 'Bezirksregierung Düsseldorf, Dezernat 25 (Deutschland)'),
      },
      {
        label: 'Beteiligte Stelle',
        value: run('el', 'Υπουργείο Παιδείας, Τμήμα Επαγγελματικών Προσόντων, Αθήνα (Ελλάδα)'),
      },
      {
        label: 'Koordinierende Stelle',
        value: run('bg', 'Министерство на образованието и науката, София (България)'),
      },
      { label: 'Vorgeschlagene Frist', value: run('de', '18. Dezember 2026') },
      { label: 'Aktenzeichen des Absenders', value: run('de', '') },
    ],
  };
}

function note(): Block {
  return {
    kind: 'note',
    text: run(
      'de',
      'Dieser Bericht enthält personenbezogene Daten. Er wird dreißig Tage nach seiner Erstellung gelöscht.',
    ),
  };
}

function person(): Block {
  return {
    kind: 'facts',
    facts: [
      { label: 'Name', value: run('pt', 'Conceição de Araújo Magalhães') },
      { label: 'Geburtsdatum', value: run('de', '3. März 1988') },
      { label: 'Staatsangehörigkeit', value: run('de', 'Portugal') },
      { label: 'Beruf', value: run('de', 'Bauingenieurin') },
    ],
  };
}

const ANSWERS = [
  'Ja. Die Urkunde wurde am 12. Juli 2011 von der zuständigen Hochschule ausgestellt und ist in unserem Verzeichnis eingetragen.',
  'Nein',
  'Die Ausbildung dauerte fünf Jahre in Vollzeit; sie umfasste 300 ECTS-Punkte einschließlich einer Abschlussarbeit.',
  undefined,
];

function questions(): Block {
  return {
    kind: 'questions',
    columns: ['Frage', 'Antwort'],
    rows: Array.from({ length: 12 }, (_, index) => question(index)),
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
              languageMark: 'PT',
              text: run('pt', 'O diploma em anexo foi digitalizado; a cópia autenticada segue por correio.'),
            },
          ]
        : [],
    ...(answer === undefined ? {} : { answer: run('de', answer) }),
    noAnswer: 'Noch keine Antwort',
    answerComments: index % 4 === 1 ? comments() : [],
  };
}

function comments(): QuestionRow['answerComments'] {
  return [
    {
      languageMark: 'EL',
      text: run('el', 'Δεν υπάρχει καμία πειθαρχική ποινή στο μητρώο μας κατά την ημερομηνία της απάντησης.'),
    },
    {
      languageMark: 'BG',
      text: run(
        'bg',
        'Към датата на отговора в регистъра няма вписани ограничения за упражняване на професията.',
      ),
    },
  ];
}

function texts(): readonly Block[] {
  return [
    {
      kind: 'text',
      label: 'Begründung der Anfrage',
      languageMark: 'PT',
      text: run(
        'pt',
        'A requerente pediu o reconhecimento da sua qualificação para o exercício da profissão de engenheira civil em Portugal. ' +
          'Existem dúvidas quanto à autenticidade do diploma apresentado, porque o número de registo difere do que consta na base de dados nacional.\n' +
          'Solicitamos, por isso, a confirmação da sua emissão e do conteúdo da formação.',
      ),
    },
    {
      kind: 'text',
      label: 'Stellungnahme',
      languageMark: 'DE',
      text: run(
        'de',
        'Die Abweichung beruht auf der Zusammenlegung zweier Verzeichnisse im Jahr 2019. Die frühere Nummer bleibt gültig; ' +
          'maßgeblich ist das Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsverzeichnis in seiner geltenden Fassung.',
      ),
    },
  ];
}

function documents(): Block {
  const digests = [
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  ];
  return {
    kind: 'documents',
    columns: ['Datei', 'Art', 'Größe', 'SHA-256'],
    rows: [
      [
        run('pt', 'diploma-engenharia-civil.pdf'),
        run('de', 'Ausbildungsnachweis'),
        run('de', '1,2 MB'),
        run('en', digests[0] ?? ''),
      ],
      [
        run('el', 'βεβαίωση-σπουδών.pdf'),
        run('de', 'Bescheinigung der Hochschule über Inhalt und Dauer'),
        run('de', '348 KB'),
        run('en', digests[1] ?? ''),
      ],
    ],
  };
}

function timeline(): Block {
  const events: readonly (readonly [string, Run, Run])[] = [
    [
      '2. November 2026, 09:14',
      run('de', 'Anfrage gesendet'),
      run('pt', 'Ordem dos Engenheiros – Região Norte'),
    ],
    [
      '2. November 2026, 15:40',
      run('de', 'Anfrage angenommen'),
      run('de', 'Bezirksregierung Düsseldorf, Dezernat 25'),
    ],
    [
      '9. November 2026, 10:02',
      run('de', 'Teilantwort gesendet'),
      run('de', 'Bezirksregierung Düsseldorf, Dezernat 25'),
    ],
    [
      '11. November 2026, 08:51',
      run('de', 'Weitere Angaben erbeten'),
      run('pt', 'Ordem dos Engenheiros – Região Norte'),
    ],
    [
      '16. November 2026, 13:27',
      run('de', 'Stellungnahme der Koordinierenden Stelle'),
      run('bg', 'Министерство на образованието и науката, София'),
    ],
    [
      '20. November 2026, 16:05',
      run('de', 'Anfrage abgeschlossen'),
      run('pt', 'Ordem dos Engenheiros – Região Norte'),
    ],
  ];
  return { kind: 'timeline', entries: events.map(([at, what, who]) => ({ at, what, who })) };
}
