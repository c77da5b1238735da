import type { Run } from '../../domain/kernel/language.ts';
import type { Block, Code, Report } from '../../domain/reports/model.ts';
import { questions } from './sample-questions.ts';
import { de, run } from './runs.ts';

/** An invented case in four languages and three scripts, some three pages long: for tests and measurements. */
export function sampleReport(): Report {
  return {
    id: 'R-2026-000417-DE',
    language: 'de',
    title: de('Vollständiger Bericht mit personenbezogenen Daten'),
    issuer: 'Binnenmarkt-Informationsdrehscheibe (Schulungsbetrieb)',
    caseNumber: '48213.2',
    caseVersion: 17,
    status: de('Anfrage abgeschlossen'),
    labels: {
      caseNumber: de('Vorgang'),
      caseVersion: de('Fassung'),
      status: de('Stand'),
      report: de('Bericht'),
      unsettable: de('Fehlende Schriftzeichen sind durch ihre Nummern ersetzt.'),
    },
    preface: [],
    footer: 'Erstellt am 21. November 2026, 11:30 Uhr (MEZ), für Ordem dos Engenheiros – Região Norte, Porto',
    pageNumber: 'Seite {page} von {pages}',
    generatedAt: '2026-11-21T10:30:00Z',
    evidence: evidence(),
    sections: [
      { heading: de('Anfrage'), blocks: [details(), note()] },
      { heading: de('Betroffene Person'), blocks: [person()] },
      { heading: de('Fragen und Antworten'), blocks: [questions()] },
      { heading: de('Begründung und Schriftwechsel'), blocks: texts() },
      { heading: de('Dokumente'), blocks: [documents()] },
      { heading: de('Verlauf'), blocks: [timeline()] },
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

function evidence(): Report['evidence'] {
  const code: Code = {
    content: 'https://hub.example.eu/verify/R-2026-000417-DE',
    alternative: de('Code, der zur Prüfung dieses Berichts führt'),
  };
  return {
    heading: de('Nachweis'),
    facts: [
      {
        label: de('Kopf der Nachweiskette'),
        value: de('5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9'),
      },
      { label: de('Prüfung'), value: de(code.content) },
    ],
    instructions: [de('Dieses Dokument ist elektronisch gesiegelt. Jede Änderung bricht das Siegel.')],
    code,
  };
}

function details(): Block {
  return {
    kind: 'facts',
    facts: [
      {
        label: de('Rechtsgebiet'),
        value: run('de', 'Anerkennung von Berufsqualifikationen (Richtlinie 2005/36/EG)'),
      },
      {
        label: de('Anfragende Behörde'),
        value: run('pt', 'Ordem dos Engenheiros – Região Norte, Porto (Portugal)'),
      },
      {
        label: de('Antwortende Behörde'),
        value: run('de', 'Bezirksregierung Düsseldorf, Dezernat 25 (Deutschland)'),
      },
      {
        label: de('Beteiligte Stelle'),
        value: run('el', 'Υπουργείο Παιδείας, Τμήμα Επαγγελματικών Προσόντων, Αθήνα (Ελλάδα)'),
      },
      {
        label: de('Koordinierende Stelle'),
        value: run('bg', 'Министерство на образованието и науката, София (България)'),
      },
      { label: de('Vorgeschlagene Frist'), value: run('de', '18. Dezember 2026') },
      { label: de('Aktenzeichen des Absenders'), value: run('de', '') },
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
      { label: de('Name'), value: run('pt', 'Conceição de Araújo Magalhães') },
      { label: de('Geburtsdatum'), value: run('de', '3. März 1988') },
      { label: de('Staatsangehörigkeit'), value: run('de', 'Portugal') },
      { label: de('Beruf'), value: run('de', 'Bauingenieurin') },
    ],
  };
}

function texts(): readonly Block[] {
  return [
    {
      kind: 'text',
      label: de('Begründung der Anfrage'),
      languageMark: de('PT'),
      text: run(
        'pt',
        'A requerente pediu o reconhecimento da sua qualificação para o exercício da profissão de engenheira civil em Portugal. ' +
          'Existem dúvidas quanto à autenticidade do diploma apresentado, porque o número de registo difere do que consta na base de dados nacional.\n' +
          'Solicitamos, por isso, a confirmação da sua emissão e do conteúdo da formação.',
      ),
    },
    {
      kind: 'text',
      label: de('Stellungnahme'),
      languageMark: de('DE'),
      text: run(
        'de',
        'Die Abweichung beruht auf der Zusammenlegung zweier Verzeichnisse im Jahr 2019. Die frühere Nummer bleibt gültig; ' +
          'maßgeblich ist das Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsverzeichnis in seiner geltenden Fassung.',
      ),
    },
  ];
}

function documents(): Block {
  const label = de('SHA-256-Hashwert');
  return {
    kind: 'documents',
    columns: [de('Datei'), de('Art'), de('Hinzugefügt von')],
    rows: [
      {
        name: run('pt', 'diploma-engenharia-civil.pdf'),
        description: { languageMark: de('PT'), text: run('pt', 'Diploma e suplemento ao diploma') },
        digest: { label, value: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
        type: de('PDF, 1,2 MB'),
        addedBy: de('Anfragende Behörde'),
      },
      {
        name: run('el', 'βεβαίωση-σπουδών.pdf'),
        digest: { label, value: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752' },
        type: de('PDF, 348 KB'),
        addedBy: de('Antwortende Behörde'),
      },
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
